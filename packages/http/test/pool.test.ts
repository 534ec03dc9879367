import { execFile } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { ClientSession, ConnectError, ProtocolError, SessionClosedError } from "@baedal/http";
import { CancelledError, createTask, gather, isTimeout, race, run, sleep, waitFor } from "baedal";
import { describe, expect, test } from "vitest";
import { selfSigned } from "./support/certificate.ts";
import { failure } from "./support/failure.ts";
import { plain, rawServer } from "./support/raw-server.ts";
import { http2Server, httpsServer } from "./support/tls-servers.ts";
import { until } from "./support/until.ts";

const identity = selfSigned({ addresses: ["127.0.0.1"] });

describe("The limits bound sockets", () => {
  test("in all: a hundred requests with limit 5 never open a sixth socket", async () => {
    await using server = await rawServer((socket) => void setTimeout(() => socket.write(plain("x")), 2));
    await using session = new ClientSession({ limit: 5 });
    await Promise.all(Array.from({ length: 100 }, async () => await session.get(server.url)));
    expect(server.sockets.length).toBe(5);
    expect(session.statistics()).toEqual({ open: 5, idle: 5, queued: 0, calls: 0 });
  });

  test("per origin: a full origin holds no other one up", async () => {
    await using silent = await rawServer(() => {});
    await using server = await rawServer((socket) => socket.write(plain("x")));
    await using session = new ClientSession({ limit: 10, limitPerHost: 2 });
    const stuck = Array.from({ length: 5 }, () => session.get(silent.url));
    expect((await session.get(server.url)).status).toBe(200);
    expect(silent.sockets.length).toBe(2);
    expect(session.statistics()).toMatchObject({ queued: 3 });
    for (const request of stuck) request.cancel();
    await Promise.all(stuck.map(failure));
    expect(session.statistics()).toMatchObject({ queued: 0, open: 1, calls: 0 });
  });

  test("an idle connection of another origin is closed to make room", async () => {
    await using first = await rawServer((socket) => socket.write(plain("first")));
    await using second = await rawServer((socket) => socket.write(plain("second")));
    await using session = new ClientSession({ limit: 1 });
    await session.get(first.url);
    expect(await (await session.get(second.url)).text()).toBe("second");
    await until(() => first.open() === 0);
    expect(session.statistics()).toMatchObject({ open: 1, idle: 1 });
  });

  test("first come, first served", async () => {
    await using server = await rawServer((socket) => void setTimeout(() => socket.write(plain("x")), 1));
    await using session = new ClientSession({ limit: 2 });
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        await session.get(`${server.url}/${index}`);
        order.push(index);
      }),
    );
    const asked = server.requests.map((request) => Number(/^GET \/(\d+)/.exec(request)?.[1]));
    expect(asked).toEqual([...asked].sort((a, b) => a - b));
    expect(order.length).toBe(20);
  });
});

describe("Cancelling", () => {
  test("in the queue: the place is free in the same turn, and nothing was sent", async () => {
    await using server = await rawServer(() => {});
    await using session = new ClientSession({ limit: 1 });
    const first = session.get(`${server.url}/1`);
    const second = session.get(`${server.url}/2`);
    expect(session.statistics().queued).toBe(1);
    second.cancel();
    expect(session.statistics().queued).toBe(0);
    expect(await failure(second)).toBeInstanceOf(CancelledError);
    first.cancel();
    await failure(first);
    expect(server.requests.filter((request) => request.startsWith("GET /2"))).toEqual([]);
  });

  test("while connecting: the half-open TLS handshake is closed", async () => {
    await using server = await rawServer(() => {});
    await using session = new ClientSession();
    const request = session.get(`https://127.0.0.1:${server.port}/`);
    await until(() => server.sockets.length === 1);
    expect(session.statistics().open).toBe(1);
    request.cancel();
    expect(session.statistics().open).toBe(0);
    expect(await failure(request)).toBeInstanceOf(CancelledError);
    await until(() => server.open() === 0);
  });

  test("in flight: the slot goes to the next in the same turn, on a new socket", async () => {
    await using server = await rawServer((socket, request) => {
      if (!request.startsWith("GET /stuck")) socket.write(plain("fine"));
    });
    await run(async () => {
      await using session = new ClientSession({ limit: 1 });
      const stuck = createTask(async () => await session.get(`${server.url}/stuck`));
      await until(() => server.requests.length === 1);
      const next = session.get(server.url);
      expect(session.statistics()).toMatchObject({ open: 1, queued: 1 });
      stuck.cancel();
      expect(session.statistics()).toMatchObject({ open: 1, queued: 0 });
      expect(await failure(stuck)).toBeInstanceOf(CancelledError);
      expect(await (await next).text()).toBe("fine");
    });
    await until(() => server.open() === 0);
  });

  test("in the middle of the body", async () => {
    await using server = await rawServer(
      (socket) => void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
    );
    await using session = new ClientSession();
    const request = session.get(server.url);
    await until(() => server.requests.length === 1);
    await sleep(10);
    request.cancel();
    expect(session.statistics().open).toBe(0);
    expect(await failure(request)).toBeInstanceOf(CancelledError);
    await until(() => server.open() === 0);
  });

  test("during back-off, and nothing is sent afterwards", async () => {
    await using server = await rawServer(
      (socket) => void socket.write("HTTP/1.1 503 No\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n"),
    );
    await using session = new ClientSession({ retry: { attempts: 3 } });
    const request = session.get(server.url);
    await until(() => server.requests.length === 1);
    await sleep(10);
    request.cancel();
    expect(await failure(request)).toBeInstanceOf(CancelledError);
    expect(server.requests.length).toBe(1);
    await until(() => session.statistics().calls === 0);
  });

  test("by waitFor and race", async () => {
    await using server = await rawServer((socket, request) => {
      if (request.startsWith("GET /fast")) socket.write(plain("fast"));
    });
    await using session = new ClientSession();
    expect(isTimeout(await failure(waitFor(session.get(server.url), 20)))).toBe(true);
    const winner = await race([session.get(`${server.url}/slow`), session.get(`${server.url}/fast`)]);
    expect(await winner.text()).toBe("fast");
    expect(session.statistics()).toMatchObject({ open: 1, idle: 1 });
  });

  test("by a signal, with its reason", async () => {
    await using server = await rawServer(() => {});
    await using session = new ClientSession();
    const controller = new AbortController();
    const request = session.get(server.url, { signal: controller.signal });
    await until(() => server.requests.length === 1);
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await failure(request)).toBe(reason);
    expect(await failure(session.get(server.url, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(session.statistics()).toMatchObject({ open: 0, calls: 0 });
  });

  test("at random, thousands of times: no slot, no socket and no rejection is lost", async () => {
    await using server = await rawServer((socket, _request, nth) => {
      if (nth % 7 === 0) return void socket.destroy();
      if (nth % 5 === 0) return void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
      setTimeout(() => socket.write(plain("x")), nth % 3);
    });
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on("unhandledRejection", note);
    let mostOpen = 0;
    await run(async () => {
      await using session = new ClientSession({ limit: 20, timeout: { total: 500, queue: 200 } });
      const one = async (): Promise<void> => {
        const task = createTask(async () => await session.get(server.url));
        mostOpen = Math.max(mostOpen, session.statistics().open);
        if (Math.random() < 0.7) {
          await sleep(Math.random() * 20);
          task.cancel();
          mostOpen = Math.max(mostOpen, session.statistics().open);
        }
        await task.then(undefined, () => {});
      };
      await gather(
        Array.from({ length: 2000 }, () => one),
        { limit: 60 },
      );
      await until(() => session.statistics().calls === 0);
      const { open, idle, queued } = session.statistics();
      expect({ busy: open - idle, queued }).toEqual({ busy: 0, queued: 0 });
    });
    await until(() => server.open() === 0);
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
    // Not what the server sees: it may be told of all that connected before it is told which of them are gone.
    expect(mostOpen).toBe(20);
  });

  test("at random, whatever kind of request it is: by TLS, HTTP/2, streams, uploads, retries and redirects", async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on("unhandledRejection", note);
    let count = 0;
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      const nth = ++count;
      request.on("error", () => {}).resume();
      response.on("error", () => {});
      if (nth % 11 === 0) return void request.socket.destroy();
      if (nth % 7 === 0) return void response.writeHead(302, { location: "/", "content-length": 0 }).end();
      if (nth % 5 === 0) return void response.writeHead(503, { "content-length": 0 }).end();
      response.write("x".repeat(1000));
      setTimeout(() => response.end("y".repeat(100_000)), nth % 4);
    };
    await using first = await httpsServer(identity, answer);
    await using second = await http2Server(identity, answer);
    await run(async () => {
      const retry = { attempts: 3, backoff: 2, budget: 1 };
      await using session = new ClientSession({
        tls: { ca: identity.cert },
        http2: true,
        limit: 15,
        limitPerHost: 10,
        retry,
      });
      const kinds = [
        async (url: string) => void (await session.get(url)),
        async (url: string) => void (await session.put(url, { body: Readable.from(["a", "b".repeat(50_000)]) })),
        async (url: string) => void (await session.post(url, { body: new Blob(["z".repeat(300_000)]) })),
        async (url: string) => void (await (await session.fetch(url)).text()),
        async (url: string) =>
          await session.stream("GET", url, async (response) => {
            for await (const chunk of response) if (chunk.length % 3 === 0) await sleep(Math.random() * 3);
          }),
      ];
      const one = async (): Promise<void> => {
        const kind = kinds[Math.floor(Math.random() * kinds.length)];
        const task = createTask(async () => await kind?.(Math.random() < 0.5 ? first.url : second.url));
        if (Math.random() < 0.6) {
          await sleep(Math.random() * 15);
          task.cancel();
        }
        await task.then(undefined, () => {});
      };
      await gather(
        Array.from({ length: 1000 }, () => one),
        { limit: 50 },
      );
      await until(() => session.statistics().calls === 0);
      const { open, idle, queued } = session.statistics();
      expect({ busy: open - idle, queued }).toEqual({ busy: 0, queued: 0 });
      await session.close();
      expect(session.statistics()).toEqual({ open: 0, idle: 0, queued: 0, calls: 0 });
    });
    await until(() => first.open() === 0 && second.open() === 0);
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  }, 120_000);
});

describe("A connection that the server has closed meanwhile", () => {
  test.each(["FIN", "RST"])("by %s while idle is not used", async (how) => {
    await using server = await rawServer((socket) => socket.write(plain("x")));
    await using session = new ClientSession();
    await session.get(server.url);
    const [socket] = server.sockets;
    if (how === "FIN") socket?.end();
    else socket?.resetAndDestroy();
    await until(() => session.statistics().open === 0);
    expect((await session.post(server.url, { body: "once" })).status).toBe(200);
  });

  test.each(["FIN", "RST"])("by %s as the next request comes: a GET is sent once more and not counted", async (how) => {
    await using server = await rawServer((socket, _request, nth) => {
      if (nth !== 2) return void socket.write(plain(`${nth}`));
      if (how === "FIN") socket.end();
      else socket.resetAndDestroy();
    });
    await using session = new ClientSession();
    await session.get(server.url);
    const response = await session.get(server.url);
    expect([await response.text(), response.attempts]).toEqual(["3", 1]);
    expect(server.sockets.length).toBe(2);
  });

  test.each(["FIN", "RST"])("by %s as the next request comes: without replay that is told, not hidden", async (how) => {
    await using server = await rawServer((socket, _request, nth) => {
      if (nth !== 3) return void socket.write(plain(`${nth}`));
      if (how === "FIN") socket.end();
      else socket.resetAndDestroy();
    });
    await using session = new ClientSession({ retry: { replay: false } });
    await Promise.all([session.get(server.url), session.get(server.url)]);
    const error = await failure(session.get(server.url));
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ stale: true });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ stale: true });
    expect(server.requests.length).toBe(3);
    // The other connection has served before as well.
    expect(await (await session.get(server.url, { freshConnection: true })).text()).toBe("4");
    expect(server.sockets.length).toBe(3);
    expect(session.statistics()).toMatchObject({ open: 1, idle: 1 });
  });

  test("a retry after it is counted, and takes a new connection", async () => {
    await using server = await rawServer((socket) => {
      const before = answered.get(socket) ?? 0;
      answered.set(socket, before + 1);
      if (before > 0) socket.end();
      else socket.write(plain("x"));
    });
    const answered = new Map<unknown, number>();
    await using session = new ClientSession({ retry: { replay: false, attempts: 2, backoff: 0 } });
    await Promise.all([session.get(server.url), session.get(server.url), session.get(server.url)]);
    expect((await session.get(server.url)).attempts).toBe(2);
    expect(server.requests.length).toBe(5);
  });

  test("a connection that broke before it served anything is not stale", async () => {
    await using server = await rawServer((socket) => void socket.end());
    await using session = new ClientSession({ retry: { replay: false } });
    expect(await failure(session.get(server.url))).not.toHaveProperty("stale");
  });

  test("a POST is not sent twice", async () => {
    await using server = await rawServer((socket, _request, nth) =>
      nth === 2 ? void socket.end() : void socket.write(plain("x")),
    );
    await using session = new ClientSession();
    await session.get(server.url);
    expect(await failure(session.post(server.url, { body: "once" }))).toBeInstanceOf(ProtocolError);
    expect(server.requests.length).toBe(2);
  });

  test("a PUT with a body that can be rewound is sent once more, whole", async () => {
    const bodies: string[] = [];
    await using server = await rawServer((socket, request, nth) => {
      if (request.startsWith("PUT")) bodies.push(request);
      if (nth === 2) socket.resetAndDestroy();
      else socket.write(plain("x"));
    });
    await using session = new ClientSession();
    await session.get(server.url);
    expect((await session.put(server.url, { body: new Blob(["again"]) })).status).toBe(200);
    expect(bodies.length).toBe(2);
  });

  test("a new connection that breaks is not replayed", async () => {
    await using server = await rawServer((socket) => void socket.end());
    await using session = new ClientSession();
    expect(await failure(session.get(server.url))).toBeInstanceOf(ProtocolError);
    expect(server.requests.length).toBe(1);
  });

  test.each(["FIN", "RST"])(
    "by %s after each answer, without a word, while many wait: each of them is served",
    async (how) => {
      await using server = await rawServer((socket) => {
        socket.write(plain("x"));
        setImmediate(() => (how === "FIN" ? socket.end() : socket.resetAndDestroy()));
      });
      await using session = new ClientSession({ limitPerHost: 3 });
      const answers = await Promise.all(Array.from({ length: 60 }, async () => await session.get(server.url)));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 60 }, () => 200));
    },
  );
});

describe("Connecting", () => {
  test.each([
    ["refused", "http://127.0.0.1:1/", "refused"],
    ["unknown names", "http://nowhere.invalid/", "dns"],
  ])("%s are a ConnectError of their kind", async (_what, url, kind) => {
    await using session = new ClientSession();
    const error = await failure(session.get(url));
    expect(error).toBeInstanceOf(ConnectError);
    expect(error["kind"]).toBe(kind);
    expect(session.statistics().open).toBe(0);
  });

  test("localhost works by IPv6 or IPv4, whichever the server speaks", async () => {
    await using server = await rawServer((socket) => socket.write(plain("x")));
    await using session = new ClientSession();
    const { timings } = await session.get(`http://localhost:${server.port}/`);
    expect(timings.dns).not.toBeNull();
    const phases = [timings.queued, timings.dns, timings.connect, timings.sent, timings.firstByte, timings.done];
    expect(phases).toEqual([...phases].sort((a, b) => (a ?? 0) - (b ?? 0)));
    expect((await session.get(`http://localhost:${server.port}/`)).timings).toMatchObject({
      dns: null,
      connect: null,
      tls: null,
    });
  });
});

describe("Closing", () => {
  test("refuses new requests, fails queued ones, lets those in flight end", async () => {
    let answer = (): void => {};
    await using server = await rawServer((socket) => {
      answer = () => void socket.write(plain("done"));
    });
    const session = new ClientSession({ limit: 1 });
    const inFlight = session.get(server.url);
    const queued = failure(session.get(server.url));
    await until(() => server.requests.length === 1);
    const closing = session.close();
    expect(await queued).toBeInstanceOf(SessionClosedError);
    expect(await failure(session.get(server.url))).toBeInstanceOf(SessionClosedError);
    answer();
    expect(await (await inFlight).text()).toBe("done");
    await closing;
    expect(session.statistics()).toEqual({ open: 0, idle: 0, queued: 0, calls: 0 });
    await until(() => server.open() === 0);
  });

  test("cancels what is not done after the grace", async () => {
    await using server = await rawServer(() => {});
    const session = new ClientSession();
    const inFlight = failure(session.get(server.url));
    await until(() => server.requests.length === 1);
    await session.close({ grace: 10 });
    expect(await inFlight).toBeInstanceOf(SessionClosedError);
    expect(session.statistics().open).toBe(0);
  });

  test("twice ends both as soon as the last request is over, and the shorter grace counts", async () => {
    let answer = (): void => {};
    await using server = await rawServer((socket) => (answer = () => void socket.write(plain("x"))));
    const session = new ClientSession();
    const request = session.get(server.url);
    await until(() => server.requests.length === 1);
    const closing = [session.close({ grace: Infinity }), session.close({ grace: Infinity })];
    answer();
    expect((await request).status).toBe(200);
    await Promise.all(closing.map(async (one) => await one));

    const other = new ClientSession();
    const stuck = other.get(server.url);
    await until(() => server.requests.length === 2);
    const patient = other.close({ grace: Infinity });
    await other.close({ grace: 0 });
    expect(await failure(stuck)).toBeInstanceOf(SessionClosedError);
    await patient;
  });

  test("a session that is never closed is reported when run ends, with the place it was made", async () => {
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on("warning", note);
    await run(async () => void new ClientSession());
    await until(() => warnings.length > 0);
    process.off("warning", note);
    expect(warnings[0]?.message).toMatch(/never closed/);
    expect((warnings[0] as { detail?: string }).detail).toContain("pool.test");
  });

  test("an idle session holds no process open", async () => {
    await using server = await rawServer((socket) => socket.write(plain("x")));
    const script = `
      import { ClientSession } from "@baedal/http";
      const session = new ClientSession({ keepAlive: 60_000 });
      console.log((await session.get(${JSON.stringify(server.url)})).status);
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      cwd: import.meta.dirname,
      timeout: 50_000,
    });
    expect(stdout.trim()).toBe("200");
  });
});
