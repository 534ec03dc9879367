import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClientResponse, ClientSession, ConnectError, StatusError, TimeoutError } from "@baedal/http";
import { MockConnector, Player, Recorder } from "@baedal/http/testing";
import { CancelledError, createTask, run, sleep } from "baedal";
import { describe, expect, test } from "vitest";
import { failure } from "./support/failure.ts";
import { plain, rawServer } from "./support/raw-server.ts";
import { until } from "./support/until.ts";

describe("session.fetch", () => {
  test("may be handed on, and gives a web Response whose body streams", async () => {
    let goOn = (): void => {};
    await using server = await rawServer((socket) => {
      socket.write("HTTP/1.1 201 Made\r\nContent-Length: 10\r\nX-A: b\r\n\r\nfirst");
      goOn = () => socket.write("after");
    });
    await using session = new ClientSession();
    const { fetch } = session;
    const response = await fetch(`${server.url}/x#part`);
    expect(response).toBeInstanceOf(Response);
    expect([response.status, response.statusText, response.headers.get("x-a")]).toEqual([201, "Made", "b"]);
    expect([response.url, response.redirected]).toEqual([`${server.url}/x`, false]);
    const copy = response.clone();
    expect([copy.url, copy.clone().redirected]).toEqual([`${server.url}/x`, false]);
    goOn();
    expect(await Promise.all([response.text(), copy.text()])).toEqual(["firstafter", "firstafter"]);
    expect(session.statistics()).toMatchObject({ open: 1, idle: 1, calls: 0 });
  });

  test("takes a Request, with its method, headers and body", async () => {
    await using server = await rawServer((socket) => socket.write(plain("x")));
    await using session = new ClientSession();
    const request = new Request(`${server.url}/upload`, { method: "PUT", headers: { "x-a": "b" }, body: "hello" });
    await (await session.fetch(request)).text();
    expect(server.requests[0]).toMatch(/^PUT \/upload/);
    expect(server.requests[0]).toMatch(/^x-a: b$/im);
    expect(server.requests[0]).toMatch(/^content-type: text\/plain;charset=UTF-8$/im);
  });

  test("hands on statuses and reasons that Response refuses, and holds no connection for them", async () => {
    await using server = await rawServer((socket, request) => {
      const line = request.includes("/denied") ? "999 Request denied" : "200 \u20ac";
      socket.write(Buffer.from(`HTTP/1.1 ${line}\r\nContent-Length: 2\r\n\r\nno`));
    });
    await using session = new ClientSession();
    const denied = await session.fetch(`${server.url}/denied`);
    expect([denied.status, denied.ok, denied.clone().status, await denied.text()]).toEqual([999, false, 999, "no"]);
    const odd = await session.fetch(server.url);
    expect([odd.status, odd.ok, odd.statusText, await odd.text()]).toEqual([200, true, "?", "no"]);
    expect(session.statistics()).toMatchObject({ open: 1, idle: 1, calls: 0 });
  });

  test("refuses a Request whose body was read already", async () => {
    await using server = await rawServer((socket) => socket.write(plain("x")));
    await using session = new ClientSession();
    const request = new Request(server.url, { method: "POST", body: "once" });
    await request.text();
    expect(await failure(session.fetch(request))).toBeInstanceOf(TypeError);
    expect(session.statistics()).toMatchObject({ calls: 0 });
  });

  test("holds the connection until the body is cancelled", async () => {
    await using server = await rawServer((socket) =>
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
    );
    await using session = new ClientSession();
    const response = await session.fetch(server.url);
    expect(session.statistics()).toMatchObject({ open: 1, idle: 0, calls: 1 });
    await response.body?.cancel();
    expect(session.statistics()).toMatchObject({ open: 0, calls: 0 });
    await until(() => server.open() === 0);
  });

  test("follows, refuses or returns redirects, as asked", async () => {
    await using server = await rawServer((socket, request) => {
      socket.write(
        request.startsWith("GET /a")
          ? "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"
          : plain("there"),
      );
    });
    await using session = new ClientSession();
    const followed = await session.fetch(`${server.url}/a`);
    expect([followed.redirected, followed.url, followed.clone().redirected]).toEqual([true, `${server.url}/b`, true]);
    await followed.text();
    const manual = await session.fetch(`${server.url}/a`, { redirect: "manual" });
    expect([manual.status, manual.headers.get("location")]).toEqual([302, "/b"]);
    await manual.text();
    await expect(session.fetch(new Request(`${server.url}/a`, { redirect: "error" }))).rejects.toThrow(/redirect/);
    await until(() => session.statistics().calls === 0);
  });

  test("ends with the reason of a signal, before and in the body", async () => {
    await using server = await rawServer((socket, request) => {
      if (request.startsWith("GET /half")) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    });
    await using session = new ClientSession();
    for (const path of ["/never", "/half"]) {
      const controller = new AbortController();
      const reason = new Error(path);
      const reading = failure(
        (async () => await (await session.fetch(server.url + path, { signal: controller.signal })).text())(),
      );
      await until(() => server.requests.some((request) => request.includes(path)));
      await sleep(10);
      controller.abort(reason);
      expect(await reading).toBe(reason);
      expect(session.statistics()).toMatchObject({ open: 0, calls: 0 });
    }
  });

  test("ends with its task", async () => {
    await using server = await rawServer((socket) =>
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
    );
    await run(async () => {
      await using session = new ClientSession();
      const task = createTask(async () => await session.fetch(`${server.url}/1`).then(async () => await sleep(60_000)));
      await until(() => server.requests.length === 1);
      await sleep(5);
      task.cancel();
      expect(await failure(task)).toBeInstanceOf(CancelledError);
      await session.close({ grace: 0 });
      expect(session.statistics()).toMatchObject({ open: 0, calls: 0 });
    });
  });

  test("gives the connection back when the task that reads the body is cancelled", async () => {
    await using server = await rawServer((socket) =>
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
    );
    await run(async () => {
      await using session = new ClientSession();
      let reading = false;
      const task = createTask(async () => {
        const response = await session.fetch(server.url);
        reading = true;
        return await response.text();
      });
      await until(() => reading);
      task.cancel();
      expect(await failure(task)).toBeInstanceOf(CancelledError);
      expect(session.statistics()).toMatchObject({ open: 0, calls: 0 });
    });
  });

  test("has no cap and no total deadline by default, but a deadline for silence when asked", async () => {
    await using server = await rawServer((socket) =>
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
    );
    await using session = new ClientSession({ timeout: { read: 30 } });
    const error = await failure((await session.fetch(server.url)).text());
    expect(error).toBeInstanceOf(TimeoutError);
  });

  test.each([{ mode: "no-cors" }, { cache: "no-store" }, { credentials: "include" }, { integrity: "sha256-x" }])(
    "%j is a TypeError",
    async (init) => {
      await using session = new ClientSession();
      await expect(session.fetch("http://127.0.0.1:1/", init as RequestInit)).rejects.toThrow(TypeError);
      await expect(session.fetch(new Request("http://127.0.0.1:1/", init as RequestInit))).rejects.toThrow(TypeError);
    },
  );

  test("answers without a body have none", async () => {
    await using server = await rawServer((socket, request) => {
      socket.write(
        request.startsWith("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n" : "HTTP/1.1 204 No Content\r\n\r\n",
      );
    });
    await using session = new ClientSession();
    expect((await session.fetch(server.url)).body).toBeNull();
    expect((await session.fetch(server.url, { method: "HEAD" })).body).toBeNull();
    await until(() => session.statistics().calls === 0);
  });
});

describe("Middleware", () => {
  test("stands around each call, the first outermost, outside redirects and retries", async () => {
    const seen: string[] = [];
    await using server = await rawServer((socket, _request, nth) => {
      if (nth === 1) socket.write("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
      else if (nth === 2) socket.write("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
      else socket.write(plain("done"));
    });
    await using session = new ClientSession({
      retry: { attempts: 2, backoff: 1 },
      middleware: [
        async (request, next) => {
          seen.push("first");
          request.headers.set("x-trace", "1");
          const response = await next(request);
          seen.push(`first saw ${response.status}`);
          return response;
        },
        (request, next) => {
          seen.push(`second ${request.headers.get("x-trace")}`);
          return next();
        },
      ],
    });
    await session.get(server.url);
    expect(seen).toEqual(["first", "second 1", "first saw 200"]);
    expect(server.requests.every((request) => /^x-trace: 1$/m.test(request))).toBe(true);
  });

  test("may answer by itself, send elsewhere, and send again", async () => {
    await using server = await rawServer((socket, request) => {
      socket.write(
        request.includes("authorization: fresh") ? plain("welcome") : "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n",
      );
    });
    await using session = new ClientSession({
      middleware: [
        async (request, next) => {
          if (request.url.endsWith("/cached")) return ClientResponse.of(200, { "x-cache": "hit" }, "cached");
          const response = await next(request);
          if (response.status !== 401) return response;
          request.headers.set("authorization", "fresh");
          return await next(request);
        },
      ],
    });
    const cached = await session.get(`${server.url}/cached`);
    expect([await cached.text(), cached.url, cached.headers.get("x-cache")]).toEqual([
      "cached",
      `${server.url}/cached`,
      "hit",
    ]);
    expect(await (await session.put(server.url, { body: "again" })).text()).toBe("welcome");
    expect(server.requests.length).toBe(2);
  });

  test("may send to a URL with credentials, which are used and taken out of it", async () => {
    await using server = await rawServer((socket) => socket.write(plain("x")));
    await using session = new ClientSession({
      middleware: [(request, next) => next({ ...request, url: server.url.replace("//", "//user:secret@") })],
    });
    expect((await session.get("http://elsewhere.invalid/")).url).toBe(`${server.url}/`);
    expect(server.requests[0]).toContain(`Authorization: Basic ${Buffer.from("user:secret").toString("base64")}`);
  });

  test("that hangs is no way past a deadline or a cancellation", async () => {
    await using session = new ClientSession({ middleware: [async () => await new Promise<never>(() => {})] });
    expect(await failure(session.get("http://127.0.0.1:1/", { timeout: { total: 20 } }))).toMatchObject({
      phase: "total",
    });
    const request = session.get("http://127.0.0.1:1/");
    request.cancel();
    expect(await failure(request)).toBeInstanceOf(CancelledError);
    expect(session.statistics().calls).toBe(0);
  });

  test("must return a response, and its errors pass unchanged", async () => {
    const own = new Error("mine");
    await using wrong = new ClientSession({ middleware: [() => ({ status: 200 }) as never] });
    await expect(wrong.get("http://127.0.0.1:1/")).rejects.toThrow(TypeError);
    await using throwing = new ClientSession({
      middleware: [
        () => {
          throw own;
        },
      ],
    });
    expect(await failure(throwing.get("http://127.0.0.1:1/"))).toBe(own);
  });

  test("works for streams", async () => {
    await using server = await rawServer((socket) => socket.write(plain("hello")));
    await using session = new ClientSession({ middleware: [(request, next) => next(request)] });
    expect(await session.stream("GET", server.url, async (response) => await response.text())).toBe("hello");
  });
});

describe("ClientResponse", () => {
  test("of() is as good as one from the network", async () => {
    const response = ClientResponse.of(
      404,
      [
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
        ["Link", '</2>; rel="next"; title="more"'],
      ],
      "gone",
    );
    expect([response.status, response.ok, await response.text(), [...response.cookies.keys()]]).toEqual([
      404,
      false,
      "gone",
      ["a", "b"],
    ]);
    expect(() => response.raiseForStatus()).toThrow(StatusError);
    expect(ClientResponse.of(200).raiseForStatus().status).toBe(200);
  });

  test("gives links by their rel, resolved", async () => {
    await using server = await rawServer((socket) => {
      socket.write(
        plain(
          "x",
          'Link: </2?a=1,2>; rel="next last"; title="a \\"quoted\\", title"\r\nLink: <http://other.example/>; rel=prev\r\n',
        ),
      );
    });
    await using session = new ClientSession();
    const { links } = await session.get(`${server.url}/list/`);
    expect(links["next"]).toEqual({ url: `${server.url}/2?a=1,2`, rel: "next last", title: 'a "quoted", title' });
    expect([links["last"]?.url, links["prev"]?.url]).toEqual([`${server.url}/2?a=1,2`, "http://other.example/"]);
  });

  test("reads a hostile Link header in no time worth telling", () => {
    // By the square of its length it would take seconds, and the test's own limit.
    expect(ClientResponse.of(200, { link: "<".repeat(2_000_000) }).links).toEqual({});
  });

  test("prints as one line", async () => {
    const { inspect } = await import("node:util");
    expect(inspect(ClientResponse.of(200))).toBe("ClientResponse <200, a response>");
  });

  test("raiseForStatus as an option keeps the answer", async () => {
    await using server = await rawServer((socket) =>
      socket.write("HTTP/1.1 404 Gone\r\nContent-Length: 5\r\n\r\nwhere"),
    );
    await using session = new ClientSession({ raiseForStatus: true });
    const error = await failure(session.get(server.url));
    expect(error).toBeInstanceOf(StatusError);
    expect(await (error["response"] as ClientResponse).text()).toBe("where");
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ code: "ERR_BAEDAL_STATUS", status: 404 });
    await failure(session.stream("GET", server.url, () => {}));
    await until(() => session.statistics().calls === 0);
    expect(session.statistics().open - session.statistics().idle).toBe(0);
  });
});

describe("Testing without a network", () => {
  test("a mock answers behind redirects, retries and cookies", async () => {
    const network = new MockConnector(({ url }) => {
      if (url.endsWith("/a")) return ClientResponse.of(302, { location: "/b", "set-cookie": "seen=1" });
      return network.requests.length === 2 ? ClientResponse.of(503) : ClientResponse.of(200, {}, "there");
    });
    await using session = new ClientSession({ connector: network, retry: { attempts: 2, backoff: 0 } });
    const response = await session.get("http://shop.example/a", { headers: { "x-a": "b" } });
    expect([await response.text(), response.url, response.attempts]).toEqual(["there", "http://shop.example/b", 2]);
    expect(response.history.map(({ status, url }) => [status, url])).toEqual([[302, "http://shop.example/a"]]);
    expect(network.requests.map(({ headers }) => headers.get("cookie"))).toEqual([null, "seen=1", "seen=1"]);
  });

  test("what was recorded is played back, without a secret in the file", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "tape-")), "tape.json");
    let url = "";
    {
      await using server = await rawServer((socket, _request, nth) => {
        socket.write(
          plain(
            `{"nth":${nth},"access_token":"hunter2"}`,
            "Set-Cookie: sid=hunter2; Path=/\r\nContent-Type: application/json\r\n",
          ),
        );
      });
      url = server.url;
      await using recorder = new Recorder(path);
      await using session = new ClientSession({ connector: recorder, auth: { bearer: "hunter2" } });
      for (let count = 0; count < 2; count++) await session.get(`${url}/x?api_key=hunter2`);
      await session.post(url, { json: { password: "hunter2", name: "courier" } });
    }
    const text = await readFile(path, "utf8");
    expect(text).not.toContain("hunter2");
    expect(text).toContain("courier");
    await using session = new ClientSession({ connector: await Player.load(path) });
    const played = [];
    for (let count = 0; count < 3; count++) {
      const { nth } = await (await session.get(`${url}/x?api_key=other`)).json<{ nth: number }>();
      played.push(nth);
    }
    expect(played).toEqual([1, 2, 2]);
    await expect(session.get(`${url}/never`)).rejects.toThrow(/tape\.json has no exchange for GET/);
  });

  test("a damaged recording is an error that names the file", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "tape-")), "tape.json");
    await expect(Player.load(path)).rejects.toThrow(path);
    await writeFile(path, '{"version":2}');
    await expect(Player.load(path)).rejects.toThrow(/version 1/);
  });

  test("failures come through a connector as they are", async () => {
    await using session = new ClientSession({ connector: { send: (_request, network) => network() } });
    expect(await failure(session.get("http://127.0.0.1:1/"))).toBeInstanceOf(ConnectError);
  });
});

describe("Options", () => {
  test.each([
    { limt: 1 },
    { limit: 0 },
    { limit: 1.5 },
    { limitPerHost: -1 },
    { baseUrl: "nonsense" },
    { baseUrl: "ftp://x/" },
    { keepAlive: "long" },
    { headers: { "a b": "c" } },
    { retry: { attempts: 0 } },
    { retry: { tries: 3 } },
    { rate: { perHost: { requests: 0, per: 1000 } } },
    { auth: { user: "x" } },
    { userAgent: "a\r\nb: c" },
    { maxBodySize: -1 },
  ])("%j is refused with a TypeError when the session is made", (options) => {
    expect(() => new ClientSession(options as never)).toThrow(TypeError);
  });

  test.each(["nonsense", "ftp://example.com/", "http://", "//x"])(
    "the URL %j is a TypeError that shows no password",
    async (url) => {
      await using session = new ClientSession();
      await expect(session.get(url)).rejects.toThrow(TypeError);
      expect((await failure(session.get("http://user:hunter2@:99999/"))).message).not.toContain("hunter2");
    },
  );

  test("URLs are joined to baseUrl, parameters and headers to the defaults", async () => {
    await using server = await rawServer((socket) => socket.write(plain("x")));
    await using session = new ClientSession({
      baseUrl: `${server.url}/v1/`,
      params: { lang: "ko", page: 1 },
      headers: { "x-a": "session", "x-b": "session" },
      userAgent: "courier/2",
    });
    await session.get("users?sort=name", {
      params: { page: 2, tag: ["a", "b"], none: undefined },
      headers: { "X-A": "own", "x-b": null },
    });
    await session.get("/root", { params: [["q", "a b"]] });
    const [first, second] = server.requests;
    expect(first).toMatch(/^GET \/v1\/users\?sort=name&lang=ko&page=2&tag=a&tag=b HTTP/);
    expect(first).toMatch(/^X-A: own$/m);
    expect(first).not.toMatch(/^x-b/im);
    expect(first).toMatch(/^User-Agent: courier\/2$/m);
    expect(second).toMatch(/^GET \/root\?lang=ko&page=1&q=a\+b HTTP/);
  });
});
