import { CancelledError, createTask, run, sleep } from "baedal";
import { PoolClosedError, WorkerPool } from "@baedal/threads";
import { describe, expect, test } from "vitest";
import { entered, makeGate, open } from "./gate.ts";
import { workUrl } from "./work-url.ts";
import type * as work from "./work.ts";

type Work = typeof work;

describe("a queue that is full", () => {
  test("lets a run wait for a place, in order, and refuses nothing", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1, maxQueue: 2 });
      const gate = makeGate();
      const running = pool.run("spin", gate);
      const order: number[] = [];
      const jobs = [0, 1, 2, 3, 4].map((number) => {
        const job = pool.run("slowly", number, 0);
        job.addDoneCallback(() => order.push(number));
        return job;
      });
      await entered(gate);
      expect(pool.statistics()).toMatchObject({ running: 1, queued: 2, waiting: 3 });
      open(gate);
      await running;
      await Promise.all(jobs);
      await sleep(0);
      expect(order).toEqual([0, 1, 2, 3, 4]);
      expect(pool.statistics()).toMatchObject({ running: 0, queued: 0, waiting: 0, completed: 6 });
    });
  });

  test("fills up from those that wait when a queued job is cancelled", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1, maxQueue: 1 });
      const gate = makeGate();
      const running = pool.run("spin", gate);
      const [queued, waiting, last] = [pool.run("add", 1, 1), pool.run("add", 2, 2), pool.run("add", 3, 3)];
      expect(pool.statistics()).toMatchObject({ queued: 1, waiting: 2 });
      queued.cancel();
      expect(pool.statistics()).toMatchObject({ queued: 1, waiting: 1 });
      last.cancel();
      expect(pool.statistics()).toMatchObject({ queued: 1, waiting: 0, cancelled: 2 });
      await entered(gate);
      open(gate);
      await running;
      expect(await waiting).toBe(4);
    });
  });

  test("may have no places at all", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1, maxQueue: 0 });
      const jobs = [1, 2, 3].map((number) => pool.run("add", number, 0));
      expect(pool.statistics()).toMatchObject({ running: 1, queued: 0, waiting: 2 });
      expect(await Promise.all(jobs)).toEqual([1, 2, 3]);
    });
  });
});

describe("drain", () => {
  test("returns at once while there is a place", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1, maxQueue: 1 });
      await pool.drain();
      const gate = makeGate();
      const running = pool.run("spin", gate);
      expect(pool.drain().done()).toBe(true);
      await entered(gate);
      open(gate);
      await running;
    });
  });

  test("waits while the queue is full, and is cancellable", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1, maxQueue: 1 });
      const gate = makeGate();
      const running = pool.run("spin", gate);
      const queued = pool.run("add", 1, 1);
      const [draining, cancelled] = [createTask(() => pool.drain()), createTask(() => pool.drain())];
      await entered(gate);
      expect([draining.done(), cancelled.done()]).toEqual([false, false]);
      cancelled.cancel();
      await expect(cancelled).rejects.toThrow(CancelledError);
      expect(draining.done()).toBe(false);
      open(gate);
      await draining;
      await running;
      await queued;
    });
  });

  test("keeps a producer from running ahead", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 2, maxQueue: 3 });
      let most = 0;
      const jobs = [];
      for (let number = 0; number < 100; number++) {
        await pool.drain();
        jobs.push(pool.run("add", number, 1));
        const { running, queued, waiting } = pool.statistics();
        most = Math.max(most, running + queued + waiting);
      }
      await Promise.all(jobs);
      expect(most).toBe(5);
    });
  });

  test("is woken by close", async () => {
    await run(async () => {
      const pool = new WorkerPool<Work>(workUrl, { threads: 1, maxQueue: 0 });
      const gate = makeGate();
      const running = pool.run("spin", gate);
      const draining = pool.drain();
      expect(draining.done()).toBe(false);
      const closing = pool.close({ grace: 0 });
      await draining;
      await closing;
      await expect(running).rejects.toThrow(PoolClosedError);
    });
  });
});
