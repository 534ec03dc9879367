import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, get, type Server } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls, createServer as createTlsServer } from "node:tls";
import { promisify } from "node:util";
import { randomBytes, scrypt, scryptSync, subtle } from "node:crypto";
import { createGzip, gzip, gzipSync } from "node:zlib";
import {
  createTask,
  DeadlockError,
  Future,
  gather,
  now,
  run,
  RuntimeError,
  sleep,
  sleepSync,
  timeout,
  TimeoutError,
} from "baedal";
import { holdClock } from "baedal/lowlevel";
import { VirtualClock } from "baedal/testing";
import { describe, expect, test } from "vitest";

/** How far virtual time went while `operation` was in flight, with a deadline near enough to be jumped to. */
async function timeDuring(operation: () => PromiseLike<unknown>): Promise<number> {
  return await virtually(async () => {
    const courier = createTask(() => sleep(1));
    await sleep(0);
    const start = now();
    await operation();
    const passed = now() - start;
    expect(courier.done()).toBe(passed > 0);
    await courier;
    return passed;
  });
}

async function virtually<T>(main: () => Promise<T>, clock = new VirtualClock()): Promise<T> {
  return await run(main, { clock, handleSignals: false });
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port; // listens on TCP
}

/** GET over the client of Node, on a connection of its own. */
async function fetchText(port: number): Promise<string> {
  const request = get({ port, host: "127.0.0.1", agent: false });
  const [response] = (await once(request, "response")) as [AsyncIterable<Buffer>];
  let text = "";
  for await (const chunk of response) text += chunk.toString();
  return text;
}

describe("when nothing can go on", () => {
  test("a task that waits for a future that nobody settles is a deadlock at once", async () => {
    const stuck = virtually(async () => await new Future<void>());
    await expect(stuck).rejects.toThrow(DeadlockError);
    await expect(stuck).rejects.toThrow("waits for a future");
  });

  test("so is one that waits for a foreign promise", async () => {
    const stuck = virtually(() => new Promise<void>(() => {}));
    await expect(stuck).rejects.toThrow(DeadlockError);
  });

  test("a listening server and an idle connection do not keep it from being noticed", async () => {
    const server = createTcpServer();
    const stuck = virtually(async () => {
      const port = await listen(server);
      const socket = connect(port, "127.0.0.1");
      await once(socket, "connect");
      try {
        await new Future<void>();
      } finally {
        socket.destroy();
        server.close();
      }
    });
    await expect(stuck).rejects.toThrow(DeadlockError);
  });

  test("the finally blocks of the stuck tasks may still let time pass", async () => {
    const clock = new VirtualClock();
    const stuck = virtually(async () => {
      try {
        await new Future<void>();
      } finally {
        await sleep(100);
      }
    }, clock);
    await expect(stuck).rejects.toThrow(DeadlockError);
    expect(clock.now()).toBe(100);
  });

  test("a hold keeps it from being called stuck, and its end is noticed", async () => {
    const clock = new VirtualClock();
    const order: string[] = [];
    const stuck = virtually(async () => {
      const hold = clock.hold("a courier outside");
      // Unseen by the clock, since it is of no run: as a message of a worker would be.
      void outside.then(() => {
        order.push("released");
        hold[Symbol.dispose]();
      });
      await new Future<void>();
    }, clock);
    const failed = stuck.catch((error: unknown) => order.push((error as Error).name));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(clock.heldBy).toEqual(["a courier outside"]);
    release();
    await failed;
    expect(order).toEqual(["released", "DeadlockError"]);
  });

  const { promise: outside, resolve: release } = Promise.withResolvers<void>();
});

test("a clock is refused while another run is on it, and the second main never starts", async () => {
  const clock = new VirtualClock();
  let started = false;
  await virtually(async () => await sleep(5), clock);
  const first = virtually(async () => await sleep(10), clock);
  const second = virtually(async () => {
    started = true;
  }, clock);
  await expect(second).rejects.toThrow(RuntimeError);
  await first;
  expect([started, clock.now()]).toEqual([false, 15]);
});

describe("time jumps", () => {
  test("three deliveries of 1, 2 and 3 s report exactly that", async () => {
    const order: string[] = [];
    const deliver = (place: string, seconds: number) => async (): Promise<void> => {
      await sleep({ seconds });
      order.push(`${place} at ${now()}`);
    };
    await virtually(async () => await gather([deliver("C", 3), deliver("A", 1), deliver("B", 2)]));
    expect(order).toEqual(["A at 1000", "B at 2000", "C at 3000"]);
  });

  test("deadlines are met exactly, and a timeout is one of them", async () => {
    await virtually(async () => {
      await expect(timeout(250, async () => await sleep({ hours: 1 }))).rejects.toThrow(TimeoutError);
      expect(now()).toBe(250);
    });
  });

  test("equal deadlines wake in the order in which they were set", async () => {
    const order: number[] = [];
    await virtually(
      async () => await gather([1, 2, 3].map((id) => async () => void order.push(await sleep({ seconds: 1 }, id)))),
    );
    expect(order).toEqual([1, 2, 3]);
  });

  test("100,000 sleeps of different length", async () => {
    await virtually(async () => {
      const sleeps = Array.from({ length: 100_000 }, (_, index) => () => sleep(index * 10));
      await gather(sleeps);
      expect(now()).toBe(999_990);
    });
  });

  test("sleepSync only moves the clock, and what is due by then runs although others are busy", async () => {
    await virtually(async () => {
      const courier = createTask(() => sleep(50));
      await sleep(0);
      sleepSync({ seconds: 60 });
      expect([now(), courier.done()]).toEqual([60_000, false]);
      while (!courier.done()) await sleep(0);
      expect(now()).toBe(60_000);
    });
  });

  test("not while a task goes on through sleep(0), immediates or ticks", async () => {
    await virtually(async () => {
      const courier = createTask(async () => {
        await sleep(1);
        return "late";
      });
      for (let turn = 0; turn < 20; turn++) await sleep(0);
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => process.nextTick(resolve));
      expect([courier.done(), now()]).toEqual([false, 0]);
    });
  });

  test("not before a task that ended a hold has had its turns", async () => {
    const clock = new VirtualClock();
    const soon = new Promise((resolve) => setTimeout(resolve, 10)); // outside the run: the clock does not see it
    await virtually(async () => {
      const hold = clock.hold("a timer outside");
      const courier = createTask(() => sleep(1));
      await soon;
      hold[Symbol.dispose]();
      await sleep(0);
      expect(now()).toBe(0);
      await courier;
    }, clock);
  });

  test("each of two runs side by side has its own time", async () => {
    const times = await Promise.all(
      [1, 60].map((minutes) =>
        virtually(async () => {
          await sleep({ minutes });
          return now();
        }),
      ),
    );
    expect(times).toEqual([60_000, 3_600_000]);
  });
});

describe("time stands still while an operation of the run is in flight", () => {
  test("files", async () => {
    const directory = await mkdtemp(join(tmpdir(), "baedal-"));
    const file = join(directory, "orders.txt");
    const roundTrip = async (): Promise<void> => {
      await writeFile(file, "A\nB\nC\n".repeat(100_000));
      for (let turn = 0; turn < 10; turn++) await readFile(file, "utf8");
    };
    expect(await timeDuring(roundTrip)).toBe(0);
    await rm(directory, { recursive: true });
  });

  test("names", async () => {
    expect(await timeDuring(() => lookup("localhost"))).toBe(0);
    // The system's answer may come within the same turn, so this is looked at too.
    const clock = new VirtualClock();
    await virtually(async () => {
      const address = lookup("localhost");
      expect(clock.heldBy).toEqual(["GETADDRINFOREQWRAP"]);
      await address;
      expect(clock.heldBy).toEqual([]);
    }, clock);
  });

  test("crypto, as callback and as promise", async () => {
    const derive = promisify<string, string, number, Buffer>(scrypt);
    expect(await timeDuring(() => derive("password", "salt", 64))).toBe(0);
    expect(await timeDuring(() => promisify(randomBytes)(1024))).toBe(0);
    expect(await timeDuring(() => subtle.digest("SHA-256", new Uint8Array(10_000_000)))).toBe(0);
  });

  test("compression", async () => {
    expect(await timeDuring(() => promisify(gzip)(Buffer.alloc(5_000_000, "bowl")))).toBe(0);
  });

  test("a request to a server outside the run, by the client of Node and by fetch, however late the answer", async () => {
    const server = createServer((_, response) => {
      response.write("em");
      setTimeout(() => response.end("pty"), 15);
    });
    const slow = createServer((_, response) => setTimeout(() => response.end("empty"), 15));
    const port = await listen(server);
    const slowPort = await listen(slow);
    expect(await timeDuring(() => fetchText(port))).toBe(0);
    expect(await timeDuring(() => fetchText(slowPort))).toBe(0);
    expect(await timeDuring(async () => await (await fetch(`http://127.0.0.1:${port}`)).text())).toBe(0);
    expect(await timeDuring(async () => await (await fetch(`http://127.0.0.1:${slowPort}`)).text())).toBe(0);
    for (const each of [server, slow]) {
      each.close();
      each.closeAllConnections();
    }
  });

  test("a connect, and a write that the other side takes late", async () => {
    let opened = 0;
    const server = createTcpServer((socket) => {
      opened++;
      setTimeout(() => socket.resume(), 15);
    });
    const port = await listen(server);
    const clock = new VirtualClock();
    await virtually(async () => {
      const socket = connect(port, "127.0.0.1");
      createTask(() => sleep(1)); // what could be jumped to
      await new Promise<void>((resolve) => process.nextTick(resolve));
      expect([clock.heldBy, opened]).toEqual([["TCPCONNECTWRAP"], 0]);
      await once(socket, "connect");
      await new Promise((resolve) => socket.write(Buffer.alloc(20_000_000), resolve));
      expect(now()).toBe(0);
      socket.destroy();
      await sleep(1);
      expect(now()).toBe(1);
    }, clock);
    server.close();
  });

  test("a TLS handshake that the other side takes its time over", async () => {
    const psk = Buffer.alloc(32, 1); // a key known to both spares the test a certificate
    const common = { ciphers: "PSK", minVersion: "TLSv1.2", maxVersion: "TLSv1.2" } as const;
    const server = createTlsServer({ ...common, pskCallback: () => psk }, (socket) => socket.end("empty"));
    const secretPort = await listen(server);
    const slow = createTcpServer((socket) => {
      setTimeout(() => socket.pipe(connect(secretPort, "127.0.0.1")).pipe(socket), 15);
    });
    const port = await listen(slow);
    const connectSecurely = async (): Promise<void> => {
      const pskCallback = (): { psk: Buffer; identity: string } => ({ psk, identity: "courier" });
      const socket = connectTls({
        ...common,
        host: "127.0.0.1",
        port,
        pskCallback,
        checkServerIdentity: () => undefined,
      });
      await once(socket, "secureConnect");
      socket.destroy();
    };
    expect(await timeDuring(connectSecurely)).toBe(0);
    server.close();
    slow.close();
  });

  test("an exchange over a socket with a server in the same process", async () => {
    // Outside the run, and some turns of the loop late, as data between kernels may be.
    const answer = async (socket: Socket, data: Buffer): Promise<void> => {
      for (let turn = 0; turn < 7; turn++) await new Promise((resolve) => setImmediate(resolve));
      socket.write(data);
    };
    const server = createTcpServer((socket) => socket.on("data", (data: Buffer) => void answer(socket, data)));
    const port = await listen(server);
    const exchange = async (): Promise<void> => {
      const socket = connect(port, "127.0.0.1");
      for (let turn = 0; turn < 20; turn++) {
        socket.write("bowl");
        await once(socket, "data");
      }
      socket.destroy();
    };
    expect(await timeDuring(exchange)).toBe(0);
    server.close();
  });

  test("a timer that code without the clock started", async () => {
    expect(await timeDuring(() => new Promise((resolve) => setTimeout(resolve, 15)))).toBe(0);
  });

  test("what holdClock names", async () => {
    const clock = new VirtualClock();
    await virtually(async () => {
      const release = holdClock("a session request");
      const courier = createTask(() => sleep(1));
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      expect([clock.heldBy, now()]).toEqual([["a session request"], 0]);
      release();
      await courier;
      expect([clock.heldBy, now()]).toEqual([[], 1]);
    }, clock);
  });
});

describe("time goes on in spite of", () => {
  test("a server and a client of the run, when the answer itself waits for time to pass", async () => {
    await virtually(async () => {
      const server = createServer((_, response) => {
        createTask(async () => {
          await sleep({ seconds: 5 });
          response.write("em");
          await sleep({ seconds: 5 });
          response.end("pty");
        });
      });
      const port = await listen(server);
      expect(await gather([() => fetchText(port), () => fetchText(port)])).toEqual(["empty", "empty"]);
      expect(now()).toBe(10_000);
      expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe("empty");
      expect(now()).toBe(20_000);
      server.close();
      server.closeAllConnections();
    });
  });

  test("an answer that nobody reads", async () => {
    const server = createServer((_, response) => response.end(Buffer.alloc(20_000_000)));
    const port = await listen(server);
    await virtually(async () => {
      const answer = await fetch(`http://127.0.0.1:${port}`);
      const request = get({ port, host: "127.0.0.1", agent: false });
      await once(request, "response");
      await sleep({ hours: 1 });
      expect(now()).toBe(3_600_000);
      request.destroy();
      expect((await answer.arrayBuffer()).byteLength).toBe(20_000_000);
      expect(now()).toBe(3_600_000);
    });
    server.close();
    server.closeAllConnections();
  });

  test("a request that was aborted", async () => {
    const server = createServer(() => {});
    const port = await listen(server);
    await virtually(async () => {
      const controller = new AbortController();
      const answers = Promise.allSettled([fetch(`http://127.0.0.1:${port}`, { signal: controller.signal })]);
      const request = get({ port, host: "127.0.0.1", agent: false }).on("error", () => {});
      await once(request, "socket");
      controller.abort();
      request.destroy();
      await answers;
      await sleep({ hours: 1 });
      expect(now()).toBe(3_600_000);
    });
    server.close();
    server.closeAllConnections();
  });

  test("a compressor that rests, and work done synchronously", async () => {
    await virtually(async () => {
      const stream = createGzip().resume();
      stream.write("bowl");
      scryptSync("password", "salt", 64);
      gzipSync("bowl");
      await sleep({ hours: 1 });
      expect(now()).toBe(3_600_000);
      stream.destroy();
    });
  });

  test("a repeating timer, an unref'd one and one that was cleared", async () => {
    await virtually(async () => {
      const repeating = setInterval(() => {}, 1000);
      setTimeout(() => {}, 60_000).unref();
      clearTimeout(setTimeout(() => {}, 60_000));
      await sleep({ hours: 1 });
      expect(now()).toBe(3_600_000);
      clearInterval(repeating);
    });
  });

  test("a run that waits only for a repeating timer is not stuck", async () => {
    const ticks = await virtually(
      () =>
        new Promise<number>((resolve) => {
          let count = 0;
          const timer = setInterval(() => {
            if (++count < 3) return;
            clearInterval(timer);
            resolve(count);
          }, 2);
        }),
    );
    expect(ticks).toBe(3);
  });

  test("operations that were started outside the run", async () => {
    const outside = promisify<string, string, number, { N: number }, Buffer>(scrypt)("password", "salt", 64, {
      N: 8192,
    });
    let over = false;
    const watching = outside.then(() => {
      over = true;
    });
    await virtually(async () => {
      await sleep({ hours: 1 });
      expect([now(), over]).toEqual([3_600_000, false]);
    });
    await watching;
  });
});
