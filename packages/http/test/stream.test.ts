import { gzipSync } from "node:zlib";
import { BodyError, ClientSession, TimeoutError } from "@baedal/http";
import { CancelledError, createTask, run, sleep } from "baedal";
import { describe, expect, test } from "vitest";
import { failure } from "./support/failure.ts";
import { plain, rawServer } from "./support/raw-server.ts";
import { until } from "./support/until.ts";

describe("ClientSession.stream()", () => {
  test("hands over the response before its body has come, and the body as it comes", async () => {
    let goOn = (): void => {};
    await using server = await rawServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
      goOn = () => socket.write("after");
    });
    await using session = new ClientSession();
    const chunks = await session.stream("GET", server.url, async (response) => {
      const seen: string[] = [];
      for await (const chunk of response) {
        seen.push(Buffer.from(chunk).toString());
        goOn();
      }
      return seen;
    });
    expect(chunks).toEqual(["first", "after"]);
    expect(session.statistics()).toMatchObject({ open: 1, idle: 1 });
  });

  test("closes the connection when the callback leaves before the end, and the slot is free", async () => {
    await using server = await rawServer((socket) =>
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nfirst"),
    );
    await using session = new ClientSession({ limit: 1 });
    for (let count = 0; count < 3; count++) {
      const status = await session.stream("GET", server.url, (response) => response.status);
      expect(status).toBe(200);
      expect(session.statistics().open).toBe(0);
    }
  });

  test("passes errors of the callback unchanged and takes the connection back", async () => {
    await using server = await rawServer((socket) =>
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nfirst"),
    );
    await using session = new ClientSession();
    const own = new Error("mine");
    const thrown = await failure(
      session.stream("GET", server.url, () => {
        throw own;
      }),
    );
    expect(thrown).toBe(own);
    expect(session.statistics()).toMatchObject({ open: 0, calls: 0 });
  });

  test("holds a fast server back while the reader is slow", async () => {
    const piece = Buffer.alloc(64 * 1024, "x");
    let written = 0;
    await using server = await rawServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      const more = (): void => {
        while (written < 400) {
          written++;
          if (!socket.write(piece)) return void socket.once("drain", more);
        }
        socket.end();
      };
      more();
    });
    await using session = new ClientSession();
    const total = await session.stream("GET", server.url, async (response) => {
      let size = 0;
      for await (const chunk of response) {
        if (size === 0) {
          await sleep(100);
          // What the kernel buffers, and no more.
          expect(written).toBeLessThan(200);
        }
        size += chunk.length;
      }
      return size;
    });
    expect(total).toBe(400 * piece.length);
  });

  test("a cancelled task leaves the callback at once and the connection is closed", async () => {
    await using server = await rawServer((socket) =>
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nfirst"),
    );
    await run(async () => {
      await using session = new ClientSession();
      let cleaned = false;
      const task = createTask(async () => {
        await session.stream("GET", server.url, async (response) => {
          try {
            for await (const chunk of response) void chunk;
          } finally {
            cleaned = true;
          }
        });
      });
      await until(() => server.requests.length === 1);
      await sleep(5);
      task.cancel();
      expect(await failure(task)).toBeInstanceOf(CancelledError);
      expect(cleaned).toBe(true);
      expect(session.statistics()).toMatchObject({ open: 0, calls: 0 });
    });
    await until(() => server.open() === 0);
  });

  test("the total deadline reaches the callback whatever it waits for", async () => {
    await using server = await rawServer((socket) => socket.write(plain("done")));
    await using session = new ClientSession();
    const error = await failure(
      session.stream("GET", server.url, { timeout: { total: 50 } }, async () => await sleep(60_000)),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error["phase"]).toBe("total");
  });

  test("the total deadline does not wait for a promise of others that never comes, in a run and outside", async () => {
    await using server = await rawServer((socket) => socket.write(plain("done")));
    const stuck = async (): Promise<unknown> => {
      await using session = new ClientSession();
      const never = new Promise(() => {});
      return await failure(session.stream("GET", server.url, { timeout: { total: 50 } }, async () => await never));
    };
    expect(await stuck()).toMatchObject({ name: "TimeoutError", phase: "total" });
    // Whoever comes next in the same task is not cancelled in its place.
    expect(await run(async () => [await stuck(), await sleep(1, "on")])).toMatchObject([{ phase: "total" }, "on"]);
  });

  test("an aborted signal ends the callback with its reason", async () => {
    await using server = await rawServer((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfirst"));
    await using session = new ClientSession();
    const controller = new AbortController();
    const reason = new Error("enough");
    const error = await failure(
      session.stream("GET", server.url, { signal: controller.signal }, async (response) => {
        controller.abort(reason);
        for await (const chunk of response) void chunk;
      }),
    );
    expect(error).toBe(reason);
  });

  test("a silence in the middle of the body is a read timeout, but not while the reader is slow", async () => {
    await using server = await rawServer((socket, _request, nth) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${nth === 1 ? 1000 : 200_000}\r\n\r\n`);
      socket.write(Buffer.alloc(nth === 1 ? 5 : 200_000));
    });
    await using session = new ClientSession({ timeout: { read: 60 } });
    const error = await failure(session.stream("GET", server.url, async (response) => void (await response.bytes())));
    expect(error).toMatchObject({ name: "TimeoutError", phase: "read" });
    const size = await session.stream("GET", server.url, async (response) => {
      let total = 0;
      for await (const chunk of response) {
        await sleep(50);
        total += chunk.length;
      }
      return total;
    });
    expect(size).toBe(200_000);
  });

  test("undoes codings on the way, several on top of each other too", async () => {
    const text = "배달 ".repeat(100_000);
    const coded = gzipSync(gzipSync(text));
    await using server = await rawServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Length: ${coded.length}\r\n\r\n`);
      socket.write(coded);
    });
    await using session = new ClientSession();
    expect(await session.stream("GET", server.url, async (response) => await response.text())).toBe(text);
  });

  test.each([
    ["truncated", gzipSync("hello".repeat(1000)).subarray(0, 30), {}],
    ["not gzip at all", Buffer.from("hello, this is plain"), {}],
    ["larger than its cap", gzipSync(Buffer.alloc(100_000)), { maxBodySize: 10_000 }],
    ["a bomb", gzipSync(Buffer.alloc(40_000_000)), {}],
  ])("a coded body that is %s is a BodyError", async (_what, coded, options) => {
    await using server = await rawServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${coded.length}\r\n\r\n`);
      socket.write(coded);
    });
    await using session = new ClientSession();
    const error = await failure(
      session.stream("GET", server.url, options, async (response) => {
        for await (const chunk of response) void chunk;
      }),
    );
    expect(error).toBeInstanceOf(BodyError);
  });

  test("a body can be read once", async () => {
    await using server = await rawServer((socket) => socket.write(plain("hello")));
    await using session = new ClientSession();
    await session.stream("GET", server.url, async (response) => {
      for await (const chunk of response) expect(Buffer.from(chunk).toString()).toBe("hello");
      await expect(response[Symbol.asyncIterator]().next()).rejects.toThrow(TypeError);
    });
  });

  test("reads a redirect to its end and hands over what it leads to", async () => {
    await using server = await rawServer((socket, request) => {
      socket.write(
        request.startsWith("GET /a")
          ? "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 3\r\n\r\nbye"
          : plain("there"),
      );
    });
    await using session = new ClientSession();
    const [text, hops] = await session.stream("GET", `${server.url}/a`, async (response) => [
      await response.text(),
      response.history.length,
    ]);
    expect([text, hops]).toEqual(["there", 1]);
    expect(server.sockets.length).toBe(1);
  });

  test("closing the session ends the callback after the grace", async () => {
    await using server = await rawServer((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfirst"));
    const session = new ClientSession();
    const streaming = failure(session.stream("GET", server.url, async () => await sleep(60_000)));
    await until(() => session.statistics().calls === 1 && server.requests.length === 1);
    await session.close({ grace: 20 });
    expect((await streaming).name).toBe("SessionClosedError");
    await until(() => server.open() === 0);
  });
});
