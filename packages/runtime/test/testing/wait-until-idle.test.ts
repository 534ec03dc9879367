import { once } from "node:events";
import { createServer } from "node:net";
import { type AddressInfo, connect } from "node:net";
import { createTask, Future, now, run, sleep } from "baedal";
import { explore, VirtualClock, waitUntilIdle } from "baedal/testing";
import { describe, expect, test } from "vitest";

const clocks = { "a virtual clock": () => ({ clock: new VirtualClock() }), "the real clock": () => ({}) };

for (const [name, options] of Object.entries(clocks)) {
  describe(`waitUntilIdle on ${name}`, () => {
    test("can be cancelled", async () => {
      await run(async () => {
        const task = createTask(() => waitUntilIdle());
        await sleep(0);
        expect(task.waitingOn).toBe("until every other task is parked");
        task.cancel();
        await expect(task).rejects.toThrow("");
        expect(task.cancelled()).toBe(true);
      }, options());
    });

    test("waits while tasks go on, through the library or not", async () => {
      await run(async () => {
        const steps: string[] = [];
        createTask(async () => {
          for (let step = 0; step < 10; step++) await sleep(0);
          steps.push("turns");
          await new Future<void>();
        }).catch(() => {});
        createTask(async () => {
          for (let step = 0; step < 100; step++) await Promise.resolve();
          steps.push("microtasks");
          for (let step = 0; step < 10; step++) await new Promise((resolve) => setImmediate(resolve));
          steps.push("immediates");
          await new Future<void>();
        }).catch(() => {});
        await waitUntilIdle();
        expect(steps.sort()).toEqual(["immediates", "microtasks", "turns"]);
      }, options());
    });

    test("is not held up by a task that waits for time or for another process", async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      await run(async () => {
        const socket = connect((server.address() as AddressInfo).port, "127.0.0.1"); // listens on TCP
        const start = now();
        const sleeper = createTask(() => sleep({ hours: 1 }));
        const reader = createTask(async () => await once(socket, "data"));
        await waitUntilIdle();
        expect([sleeper.done(), reader.done()]).toEqual([false, false]);
        expect(now() - start).toBeLessThan(60_000);
        for (const task of [sleeper, reader]) task.cancel();
        await expect(sleeper).rejects.toThrow("");
        socket.end("x");
        server.close();
        socket.destroy(new Error("over"));
        await expect(reader).rejects.toThrow("over");
      }, options());
    });

    test("lets two tasks wait for each other", async () => {
      await run(async () => {
        const other = createTask(() => waitUntilIdle());
        await waitUntilIdle();
        await other;
        expect(other.done()).toBe(true);
      }, options());
    });
  });
}

test("virtual time stands still meanwhile, and goes on afterwards", async () => {
  await run(
    async () => {
      const sleeper = createTask(() => sleep(1));
      for (let round = 0; round < 10; round++) await waitUntilIdle();
      expect([now(), sleeper.done()]).toEqual([0, false]);
      await sleeper;
      expect(now()).toBe(1);
    },
    { clock: new VirtualClock() },
  );
});

test("under every schedule all others are parked afterwards", async () => {
  await explore(
    async () => {
      let busy = 3;
      for (let id = 1; id <= 3; id++) {
        createTask(async () => {
          for (let step = 0; step < id * 2; step++) await sleep(0);
          busy--;
          await new Future<void>();
        }).catch(() => {});
      }
      await waitUntilIdle();
      expect(busy).toBe(0);
    },
    { runs: 300 },
  );
  expect.assertions(300);
});
