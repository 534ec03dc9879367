import { ClientSession, TimeoutError } from "@baedal/http";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { createTask, isTimeout, now, run, sleep } from "baedal";
import { VirtualClock } from "baedal/testing";
import { describe, expect, test } from "vitest";
import { ClientResponse } from "@baedal/http";
import { MockConnector } from "@baedal/http/testing";
import { failure } from "./support/failure.ts";
import { plain, rawServer } from "./support/raw-server.ts";

/** A server that belongs to the run it is made in: what it does for an answer happens in tasks of that run. */
async function sleepyServer(answer: (response: ServerResponse) => Promise<void>): Promise<string> {
  const server = createServer((_request, response) => void createTask(() => answer(response)));
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // a TCP server
}

describe("Deadlines", () => {
  test("total ends a drip that never trips an idle timeout", async () => {
    await run(
      async () => {
        const url = await sleepyServer(async (response) => {
          for (;;) {
            response.write("x");
            await sleep(10);
          }
        });
        await using session = new ClientSession({ timeout: { total: 100, read: 60 } });
        const error = await failure(session.get(url));
        expect(error).toBeInstanceOf(TimeoutError);
        expect(error).toMatchObject({ phase: "total", code: "ERR_BAEDAL_TIMEOUT" });
        expect(error.message).toContain("100 ms");
        expect(isTimeout(error)).toBe(true);
        expect(now()).toBe(100);
      },
      { clock: new VirtualClock() },
    );
  });

  test("total covers redirects", async () => {
    await using server = await rawServer((socket) => {
      setTimeout(() => socket.write("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"), 20);
    });
    await using session = new ClientSession({ timeout: { total: 100 }, redirect: { max: 100 } });
    expect(await failure(session.get(server.url))).toMatchObject({ phase: "total" });
  });

  test("queue is the wait for a slot", async () => {
    await using server = await rawServer(() => {});
    await using session = new ClientSession({ limit: 1, timeout: { queue: 30 } });
    const first = session.get(server.url);
    expect(await failure(session.get(server.url))).toMatchObject({ name: "TimeoutError", phase: "queue" });
    expect(session.statistics().queued).toBe(0);
    first.cancel();
  });

  test("connect covers a TLS handshake that never ends", async () => {
    await using server = await rawServer(() => {});
    await using session = new ClientSession({ timeout: { connect: 50 } });
    const error = await failure(session.get(`https://127.0.0.1:${server.port}/`));
    expect(error).toMatchObject({ name: "TimeoutError", phase: "connect" });
    expect(session.statistics().open).toBe(0);
  });

  test("read covers headers that never come", async () => {
    await using server = await rawServer(() => {});
    await using session = new ClientSession({ timeout: { read: 80 } });
    expect(await failure(session.get(server.url))).toMatchObject({ phase: "read" });
  });

  test("read is set anew by each byte", async () => {
    await run(
      async () => {
        const url = await sleepyServer(async (response) => {
          for (let index = 0; index < 5; index++) {
            response.write("x");
            await sleep(79);
          }
          response.end();
        });
        await using session = new ClientSession({ timeout: { read: 80 } });
        expect(await (await session.get(url)).text()).toBe("xxxxx");
        expect(now()).toBe(5 * 79);
      },
      { clock: new VirtualClock() },
    );
  });

  test("are exact: never early, and not as late as a plain timer set 6 ms later", async () => {
    await using server = await rawServer(() => {});
    await using session = new ClientSession();
    for (const total of [20, 50, 110]) {
      const began = performance.now();
      const error = failure(session.get(server.url, { timeout: { total } }));
      // Timers fire in the order of their times however busy the machine is.
      let isLate = false;
      const timer = setTimeout(() => (isLate = true), total + 6);
      await error;
      expect(performance.now() - began).toBeGreaterThanOrEqual(total - 0.5);
      expect(isLate).toBe(false);
      clearTimeout(timer);
    }
  });

  test.each([{ total: Number.NaN }, { total: "5s" }, { totl: 5 }, { total: {} }])(
    "%j is a TypeError",
    async (timeout) => {
      await using session = new ClientSession();
      await expect(session.get("http://127.0.0.1:1/", { timeout: timeout as never })).rejects.toThrow(TypeError);
    },
  );
});

describe("A virtual clock", () => {
  test("does not run ahead of a real answer, and jumps over a back-off", async () => {
    await using server = await rawServer((socket, _request, nth) => {
      const answer = nth === 1 ? "HTTP/1.1 503 No\r\nRetry-After: 100\r\nContent-Length: 0\r\n\r\n" : plain("real");
      setTimeout(() => socket.write(answer), 30);
    });
    const clock = new VirtualClock();
    const began = performance.now();
    const text = await run(
      async () => {
        await using session = new ClientSession({ retry: { attempts: 2 } });
        return await (await session.get(server.url)).text();
      },
      { clock },
    );
    expect(text).toBe("real");
    expect(clock.now()).toBeGreaterThanOrEqual(100_000);
    expect(clock.now()).toBeLessThan(101_000);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  const bodies = [
    ["plain", {}, Buffer.from("late")],
    ["compressed", { "content-encoding": "gzip" }, gzipSync("late")],
  ] as const;

  describe.each([
    ["in the run", () => undefined],
    ["outside the run", () => new ClientSession()],
  ])("with a session made %s", (_where, made) => {
    test.each(bodies)("waits for a server of the same run that sleeps: %s", async (_what, headers, body) => {
      const outer = made();
      const clock = new VirtualClock();
      const text = await run(
        async () => {
          const url = await sleepyServer(async (response) => {
            await sleep(1000);
            response.writeHead(200, headers).end(body);
          });
          await using session = outer ?? new ClientSession();
          const response = await session.get(url);
          expect(now()).toBe(1000);
          return await response.text();
        },
        { clock },
      );
      expect([text, clock.now()]).toEqual(["late", 1000]);
    });

    test("waits between the pieces of a stream", async () => {
      const outer = made();
      const clock = new VirtualClock();
      const times = await run(
        async () => {
          const url = await sleepyServer(async (response) => {
            for (const piece of ["a", "b", "c"]) {
              response.write(piece);
              await sleep(1000);
            }
            response.end();
          });
          await using session = outer ?? new ClientSession();
          return await session.stream("GET", url, async (response) => {
            const arrivals: number[] = [];
            for await (const _chunk of response) arrivals.push(now());
            return arrivals;
          });
        },
        { clock },
      );
      expect(times).toEqual([0, 1000, 2000]);
    });
  });
});

describe("Retry", () => {
  const unavailable = (headers = ""): string =>
    `HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n${headers}\r\n`;

  test("is off unless asked for", async () => {
    await using server = await rawServer((socket) => socket.write(unavailable()));
    await using session = new ClientSession();
    const response = await session.get(server.url);
    expect([response.status, response.attempts, server.requests.length]).toEqual([503, 1, 1]);
  });

  test("tries again after statuses and broken connections, and counts", async () => {
    await using server = await rawServer((socket, _request, nth) => {
      if (nth === 1) socket.write(unavailable());
      else if (nth === 2) socket.resetAndDestroy();
      else if (nth === 3) socket.end("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhal");
      else socket.write(plain("whole"));
    });
    await using session = new ClientSession({ retry: { attempts: 5, backoff: 1 } });
    const response = await session.get(server.url);
    // The second failure is that of a reused connection: it is replayed, and not counted.
    expect([await response.text(), response.attempts]).toEqual(["whole", 3]);
  });

  test("gives the last answer when the attempts run out", async () => {
    await using server = await rawServer((socket) => socket.write(unavailable()));
    await using session = new ClientSession({ retry: { attempts: 3, backoff: 1 } });
    const response = await session.get(server.url);
    expect([response.status, response.attempts, server.requests.length]).toEqual([503, 3, 3]);
  });

  test("leaves POST alone unless told otherwise", async () => {
    await using server = await rawServer((socket) => socket.write(unavailable()));
    await using session = new ClientSession({ retry: { attempts: 3, backoff: 1 } });
    expect((await session.post(server.url)).attempts).toBe(1);
    expect((await session.post(server.url, { retry: { methods: ["POST"] } })).attempts).toBe(3);
  });

  test("never sends a one-shot body twice", async () => {
    await using server = await rawServer((socket) => socket.write(unavailable()));
    await using session = new ClientSession({ retry: { attempts: 3, backoff: 1 } });
    const body = (async function* () {
      yield Buffer.from("once");
    })();
    expect((await session.put(server.url, { body })).attempts).toBe(1);
  });

  test.each([
    ["seconds", "7", 7000],
    ["0", "0", 0],
    ["a date in the past", new Date(0).toUTCString(), 0],
  ])("waits as long as Retry-After says: %s", async (_what, header, delay) => {
    const clock = new VirtualClock();
    const network = new MockConnector(() =>
      network.requests.length === 1 ? ClientResponse.of(503, { "retry-after": header }) : ClientResponse.of(200),
    );
    const done = await run(
      async () => {
        await using session = new ClientSession({ connector: network, retry: { attempts: 2, maxDelay: 10 } });
        const response = await session.get("http://example.com/");
        expect(response.status).toBe(200);
        return clock.now();
      },
      { clock },
    );
    expect(done).toBeGreaterThanOrEqual(delay);
    expect(done).toBeLessThan(delay + 100);
  });

  test("gives up at once when the deadline cannot hold the wait", async () => {
    await using server = await rawServer((socket) => socket.write(unavailable("Retry-After: 99999999999\r\n")));
    await using session = new ClientSession({ retry: { attempts: 3 }, timeout: { total: 5000 } });
    const response = await session.get(server.url);
    expect([response.status, response.attempts]).toEqual([503, 1]);
  });

  test("a storm of failures is not multiplied: the budget of the host bounds it", async () => {
    await using server = await rawServer((socket) => socket.write(unavailable()));
    await using session = new ClientSession({ retry: { attempts: 4, backoff: 1, budget: 0.2 } });
    await Promise.all(Array.from({ length: 100 }, async () => await session.get(server.url)));
    expect(server.requests.length).toBeGreaterThan(100);
    expect(server.requests.length).toBeLessThanOrEqual(120);
  });
});

describe("Rate", () => {
  test("spreads requests to an origin; a burst as large as the rate passes at once", async () => {
    const clock = new VirtualClock();
    const network = new MockConnector(() => ClientResponse.of(200));
    const times = await run(
      async () => {
        await using session = new ClientSession({
          connector: network,
          rate: { perHost: { requests: 2, per: { seconds: 1 } } },
        });
        return await Promise.all(
          Array.from({ length: 6 }, async () => {
            await session.get("http://example.com/");
            return Math.round(clock.now() / 100) / 10;
          }),
        );
      },
      { clock },
    );
    expect(times).toEqual([0, 0, 0.5, 1, 1.5, 2]);
  });

  test("a request that is cancelled while it waits uses up nothing, and queue bounds the wait", async () => {
    await using server = await rawServer((socket) => socket.write(plain("x")));
    await using session = new ClientSession({
      rate: { perHost: { requests: 1, per: 60_000 } },
      timeout: { queue: 30 },
    });
    await session.get(server.url);
    const waiting = session.get(server.url, { timeout: { queue: 10_000 } });
    waiting.cancel();
    await failure(waiting);
    expect(await failure(session.get(server.url))).toMatchObject({ phase: "queue" });
    expect(server.requests.length).toBe(1);
  });
});
