import { constants, type Http2ServerResponse } from "node:http2";
import { BodyError, ClientSession, ConnectError, GuardError } from "@baedal/http";
import { inspect } from "node:util";
import { CancelledError } from "baedal";
import { afterEach, describe, expect, test } from "vitest";
import { selfSigned } from "./support/certificate.ts";
import { failure } from "./support/failure.ts";
import { httpProxy, socksProxy } from "./support/proxies.ts";
import { plain, rawServer } from "./support/raw-server.ts";
import { http2Server, httpsServer } from "./support/tls-servers.ts";
import { until } from "./support/until.ts";

const identity = selfSigned({ names: ["localhost", "shop.invalid"], addresses: ["127.0.0.1"] });
const tls = { ca: identity.cert };

describe("TLS", () => {
  test("works with a certificate authority of one's own, and says when each phase was over", async () => {
    await using server = await httpsServer(identity, (_request, response) => response.end("safe"));
    await using session = new ClientSession({ tls });
    const response = await session.get(server.url);
    expect(await response.text()).toBe("safe");
    const { connect, tls: handshake, sent } = response.timings;
    expect(handshake).toBeGreaterThanOrEqual(connect ?? Infinity);
    expect(sent).toBeGreaterThanOrEqual(handshake ?? Infinity);
    await session.get(server.url);
    expect(server.connections()).toBe(1);
  });

  test.each([
    ["nobody vouches for", identity, {}, /self-signed/i],
    ["is for another name", selfSigned({ names: ["other.example"] }), undefined, /altname|does not match/i],
    ["has run out", selfSigned({ addresses: ["127.0.0.1"], until: 1_000_000 }), undefined, /expired/i],
  ])("a certificate that %s is a ConnectError that says so", async (_what, own, options, words) => {
    await using server = await httpsServer(own, (_request, response) => response.end());
    await using session = new ClientSession({ tls: options ?? { ca: own.cert } });
    const error = await failure(session.get(server.url));
    expect(error).toBeInstanceOf(ConnectError);
    expect(error["kind"]).toBe("tls");
    expect(error.message).toMatch(words);
    expect(session.statistics().open).toBe(0);
    await using careless = new ClientSession({ tls: { rejectUnauthorized: false } });
    expect((await careless.get(server.url)).status).toBe(200);
  });

  test("shows a client certificate to those who ask", async () => {
    const client = selfSigned({ names: ["courier"] });
    const options = { ...identity, requestCert: true, rejectUnauthorized: true, ca: client.cert };
    await using server = await httpsServer(options, (_request, response) => response.end("known"));
    await using session = new ClientSession({ tls: { ...tls, ...client } });
    expect(await (await session.get(server.url)).text()).toBe("known");
    await using stranger = new ClientSession({ tls });
    expect(await failure(stranger.get(server.url))).toBeInstanceOf(Error);
  });

  test("takes the name of the server from servername", async () => {
    const own = selfSigned({ names: ["shop.invalid"] });
    await using server = await httpsServer(own, (_request, response) => response.end("x"));
    await using session = new ClientSession({ tls: { ca: own.cert, servername: "shop.invalid" } });
    expect((await session.get(server.url)).status).toBe(200);
  });

  test("with a server that speaks no TLS is a ConnectError", async () => {
    await using server = await rawServer(() => {});
    server.sockets.length = 0;
    await using session = new ClientSession({ timeout: { connect: 2000 } });
    const request = session.get(`https://127.0.0.1:${server.port}/`);
    await until(() => server.sockets.length === 1);
    server.sockets[0]?.write("HTTP/1.1 400 Bad Request\r\n\r\n");
    expect(await failure(request)).toMatchObject({ name: "ConnectError", kind: "tls" });
  });
});

describe("HTTP/2", () => {
  test("carries many requests over one socket, and limitPerHost bounds them", async () => {
    let now = 0;
    let peak = 0;
    await using server = await http2Server(identity, (_request, response) => {
      peak = Math.max(peak, ++now);
      setTimeout(() => {
        now--;
        response.end("two");
      }, 5);
    });
    await using session = new ClientSession({ tls, http2: true, limitPerHost: 4 });
    const responses = await Promise.all(Array.from({ length: 20 }, async () => await session.get(server.url)));
    expect(responses.map(({ httpVersion }) => httpVersion)).toEqual(new Array(20).fill("2"));
    expect(await responses[0]?.text()).toBe("two");
    expect([server.connections(), peak]).toEqual([1, 4]);
    expect(session.statistics()).toMatchObject({ open: 1, idle: 1, queued: 0 });
  });

  test("a cancelled request ends its stream and nothing else", async () => {
    let aborted = 0;
    await using server = await http2Server(identity, (request, response) => {
      if (request.url === "/slow") request.on("aborted", () => aborted++);
      else response.end("fine");
    });
    await using session = new ClientSession({ tls, http2: true });
    await session.get(server.url);
    const slow = session.get(`${server.url}slow`);
    const fine = session.get(server.url);
    await fine;
    slow.cancel();
    expect(await failure(slow)).toBeInstanceOf(CancelledError);
    expect(await (await session.get(server.url)).text()).toBe("fine");
    await until(() => aborted === 1);
    expect(server.connections()).toBe(1);
    expect(session.statistics()).toMatchObject({ open: 1, idle: 1 });
  });

  test("a stream that the server resets in the middle of a body is a BodyError, and the others go on", async () => {
    await using server = await http2Server(identity, (request, response) => {
      if (request.url === "/whole") return void response.end("whole");
      response.write("half", () =>
        (response as unknown as Http2ServerResponse).stream.close(constants.NGHTTP2_INTERNAL_ERROR),
      );
    });
    await using session = new ClientSession({ tls, http2: true });
    expect(await (await session.get(`${server.url}whole`)).text()).toBe("whole");
    const error = await failure(session.get(server.url));
    expect(error).toBeInstanceOf(BodyError);
    expect(error.message).toContain("in the middle of the body");
    expect(await (await session.get(`${server.url}whole`)).text()).toBe("whole");
    expect(server.connections()).toBe(1);
  });

  test("goes on over a new connection after the server has said that it goes away", async () => {
    await using server = await http2Server(identity, (_request, response) => response.end("x"));
    await using session = new ClientSession({ tls, http2: true });
    await session.get(server.url);
    server.goAway();
    expect((await session.get(server.url)).status).toBe(200);
    expect((await session.get(server.url)).httpVersion).toBe("2");
    await until(() => session.statistics().open === 1);
  });

  test("falls back to HTTP/1.1 where the server speaks no other", async () => {
    await using server = await httpsServer(identity, (_request, response) => response.end("one"));
    await using session = new ClientSession({ tls, http2: true, limitPerHost: 3 });
    const responses = await Promise.all(Array.from({ length: 9 }, async () => await session.get(server.url)));
    expect(responses[0]?.httpVersion).toBe("1.1");
    expect(server.connections()).toBe(3);
  });

  test("sends bodies and streams answers", async () => {
    await using server = await http2Server(identity, (request, response) => request.pipe(response));
    await using session = new ClientSession({ tls, http2: true });
    expect(await (await session.post(server.url, { body: "hello" })).text()).toBe("hello");
    const size = await session.stream("POST", server.url, { body: Buffer.alloc(1_000_000) }, async (response) => {
      let bytes = 0;
      for await (const chunk of response) bytes += chunk.length;
      return bytes;
    });
    expect(size).toBe(1_000_000);
  });
});

describe("A proxy", () => {
  test("is handed http requests, with its own credentials and no one else's", async () => {
    await using server = await rawServer((socket) => socket.write(plain("through")));
    await using proxy = await httpProxy({ password: "secret" });
    await using session = new ClientSession({ proxy: `http://user:secret@127.0.0.1:${proxy.port}` });
    expect(await (await session.get(`${server.url}/x?y=1`)).text()).toBe("through");
    expect(proxy.asked[0]).toMatch(new RegExp(`^GET ${server.url}/x\\?y=1 HTTP/1.1`));
    const refused = await session.get(server.url, { proxy: `http://127.0.0.1:${proxy.port}` });
    expect(refused.status).toBe(407);
  });

  test("opens a tunnel for https, and its 407 is a ConnectError", async () => {
    await using server = await httpsServer(identity, (request, response) =>
      response.end(JSON.stringify(request.headers)),
    );
    await using proxy = await httpProxy({ password: "secret" });
    await using session = new ClientSession({ tls, proxy: `http://user:secret@127.0.0.1:${proxy.port}` });
    const seen = await (await session.get(server.url)).text();
    expect(seen).not.toContain("proxy");
    expect(proxy.asked[0]).toMatch(new RegExp(`^CONNECT 127.0.0.1:${server.port} HTTP/1.1`));
    const error = await failure(session.get(server.url, { proxy: `http://user:wrong@127.0.0.1:${proxy.port}` }));
    expect(error).toMatchObject({ name: "ConnectError", kind: "proxy" });
    expect(error.message).toContain("407");
    expect(`${error.message}${JSON.stringify(error)}`).not.toContain("wrong");
  });

  test("may speak SOCKS5; it is told the name, not an address", async () => {
    await using server = await httpsServer(identity, (_request, response) => response.end("socks"));
    await using proxy = await socksProxy();
    await using session = new ClientSession({ tls, proxy: `socks5://courier:pw@127.0.0.1:${proxy.port}` });
    expect(await (await session.get(`https://shop.invalid:${server.port}/`)).text()).toBe("socks");
    expect(proxy.asked).toEqual(["courier", `shop.invalid:${server.port}`]);
  });

  test("that is not there is a ConnectError of kind proxy", async () => {
    await using session = new ClientSession({ proxy: "http://127.0.0.1:1" });
    expect(await failure(session.get("http://shop.invalid/"))).toMatchObject({ name: "ConnectError", kind: "proxy" });
  });

  test("that refuses by SOCKS leaves no password in the error, however it is printed", async () => {
    await using server = await rawServer(() => {});
    await using proxy = await socksProxy();
    const { port } = server;
    await server[Symbol.asyncDispose]();
    await using session = new ClientSession({ proxy: `socks5://user:hunter2@127.0.0.1:${proxy.port}` });
    const error = await failure(session.get(`http://127.0.0.1:${port}/`));
    expect(error).toMatchObject({ name: "ConnectError", kind: "proxy" });
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain("hunter2");
  });

  test("may have a percent sign in its password", () => {
    expect(() => new ClientSession({ proxy: "http://user:100%@127.0.0.1:3128" })).not.toThrow();
  });

  test("that answers CONNECT with silence is ended by the connect deadline and by cancelling", async () => {
    await using proxy = await rawServer(() => {});
    await using session = new ClientSession({ proxy: proxy.url, timeout: { connect: 30 } });
    expect(await failure(session.get("https://shop.invalid/"))).toMatchObject({ phase: "connect" });
    const request = session.get("https://shop.invalid/", { timeout: { connect: 60_000 } });
    await until(() => proxy.sockets.length === 2);
    request.cancel();
    expect(await failure(request)).toBeInstanceOf(CancelledError);
    await until(() => proxy.open() === 0);
    expect(session.statistics().open).toBe(0);
  });

  describe("from the environment", () => {
    const saved = { ...process.env };
    afterEach(() => {
      process.env = { ...saved };
    });

    test("counts with trustEnv only, and NO_PROXY exempts", async () => {
      await using server = await rawServer((socket) => socket.write(plain("x")));
      await using proxy = await httpProxy();
      process.env["http_proxy"] = `127.0.0.1:${proxy.port}`;
      delete process.env["no_proxy"];
      await using deaf = new ClientSession();
      await deaf.get(server.url);
      expect(proxy.asked.length).toBe(0);
      await using session = new ClientSession({ trustEnv: true });
      await session.get(server.url);
      expect(proxy.asked.length).toBe(1);
      for (const exempt of [
        "127.0.0.1",
        "127.0.0.0/8",
        "*",
        `other,127.0.0.1:${server.port}`,
        " example.com , 127.0.0.1",
      ]) {
        process.env["no_proxy"] = exempt;
        await using direct = new ClientSession({ trustEnv: true });
        await direct.get(server.url);
      }
      expect(proxy.asked.length).toBe(1);
      process.env["no_proxy"] = "example.com,127.0.0.1:1";
      await using through = new ClientSession({ trustEnv: true });
      await through.get(server.url);
      expect(proxy.asked.length).toBe(2);
    });
  });

  test.each(["ftp://x:1", "http://", "not a url at all"])("%j is a TypeError", (proxy) => {
    expect(() => new ClientSession({ proxy })).toThrow(TypeError);
  });
});

describe("The guard refuses, before anything is sent,", () => {
  test.each([
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "localhost",
    "0.0.0.0",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00::1]",
    "[fec0::1]",
    "255.255.255.255",
    "224.0.0.1",
  ])("%s", async (host) => {
    await using session = new ClientSession({ guard: true, timeout: { connect: 1000 } });
    const error = await failure(session.get(`http://${host}/`));
    expect(error).toBeInstanceOf(GuardError);
    expect(error["code"]).toBe("ERR_BAEDAL_GUARD");
  });

  test("where a redirect leads", async () => {
    await using inner = await rawServer((socket) => socket.write(plain("secret")));
    await using outer = await rawServer((socket) => {
      socket.write(
        `HTTP/1.1 302 Found\r\nLocation: http://[::ffff:127.0.0.1]:${inner.port}/\r\nContent-Length: 0\r\n\r\n`,
      );
    });
    await using session = new ClientSession({ guard: { allow: ["127.0.0.2/32", "127.0.0.1"] } });
    expect((await failure(session.get(outer.url.replace("127.0.0.1", "10.0.0.1")))).name).toBe("GuardError");
    await using strict = new ClientSession({ guard: { allow: ["10.0.0.0/8"] } });
    expect(await failure(strict.get(outer.url))).toBeInstanceOf(GuardError);
    expect(inner.requests).toEqual([]);
  });

  test("nothing that is allowed", async () => {
    await using server = await rawServer((socket) => socket.write(plain("x")));
    for (const allow of [["127.0.0.0/8"], ["127.0.0.1"]]) {
      await using session = new ClientSession({ guard: { allow } });
      expect((await session.get(server.url)).status).toBe(200);
    }
    expect(() => new ClientSession({ guard: { allow: ["localhost"] } })).toThrow(TypeError);
    expect(() => new ClientSession({ guard: { allow: ["10.0.0.0/33"] } })).toThrow(TypeError);
  });

  test("nor the proxy, but what the proxy would be told", async () => {
    await using proxy = await httpProxy();
    await using session = new ClientSession({ guard: true, proxy: `http://127.0.0.1:${proxy.port}` });
    expect(await failure(session.get("http://10.0.0.1/"))).toBeInstanceOf(GuardError);
    expect(await failure(session.get("http://localhost/"))).toBeInstanceOf(GuardError);
    expect(proxy.asked).toEqual([]);
  });
});
