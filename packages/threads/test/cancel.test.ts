import { CancelledError, createTask, isTimeout, run, sleep, taskTree, timeout } from "baedal";
import { WorkerPool } from "@baedal/threads";
import { describe, expect, test } from "vitest";
import { entered, makeGate, open } from "./gate.ts";
import { workUrl } from "./work-url.ts";
import type * as work from "./work.ts";

type Work = typeof work;

describe("cancelling a job that runs", () => {
  test("throws in its task at once, stops the thread, and another takes its place", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
      const { thread } = await pool.run("whereAmI");
      const gate = makeGate();
      const task = createTask(() => pool.run("spin", gate));
      await entered(gate);
      task.cancel("enough");
      await expect(task).rejects.toThrow(new CancelledError("enough"));
      expect(pool.statistics()).toMatchObject({ running: 0, cancelled: 1 });
      expect((await pool.run("whereAmI")).thread).not.toBe(thread);
      expect(pool.statistics().alive).toBe(1);
    });
  });

  test("never lets more threads live than the pool has", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
      const gate = makeGate();
      const spinning = pool.run("spin", gate);
      await entered(gate);
      const next = pool.run("whereAmI");
      spinning.cancel();
      // The old one is still ending: the next job waits for that.
      expect(pool.statistics()).toMatchObject({ alive: 1, running: 0, queued: 1 });
      await next;
      expect(pool.statistics()).toMatchObject({ alive: 1, running: 0, queued: 0 });
    });
  });

  test("leaves the jobs of other threads alone", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 2 });
      const [stopped, kept] = [makeGate(), makeGate()];
      const first = pool.run("spin", stopped);
      const second = pool.run("spin", kept);
      await Promise.all([entered(stopped), entered(kept)]);
      first.cancel();
      open(kept);
      expect(await second).toBe("let go");
    });
  });

  test("works with a deadline", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
      await expect(timeout(50, () => pool.run("spin", makeGate()))).rejects.toSatisfy(isTimeout);
      expect(await pool.run("add", 1, 2)).toBe(3);
    });
  });

  test("works while its thread still starts", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
      const gate = makeGate();
      pool.run("spin", gate).cancel();
      expect(await pool.run("count")).toBe(1);
      expect(gate[0]).toBe(0);
    });
  });

  test("does nothing to a job that is over", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
      const counting = pool.run("count");
      await counting;
      expect(counting.cancel()).toBe(false);
      expect(await pool.run("count")).toBe(2);
    });
  });
});

describe("cancelling a job that is queued", () => {
  test("takes it out of the queue; it never runs", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
      const [gate, never] = [makeGate(), makeGate()];
      const running = pool.run("spin", gate);
      const queued = pool.run("spin", never);
      const last = pool.run("count");
      await entered(gate);
      expect(pool.statistics()).toMatchObject({ running: 1, queued: 2 });
      expect(queued.cancel()).toBe(true);
      expect(pool.statistics()).toMatchObject({ running: 1, queued: 1, cancelled: 1 });
      open(gate);
      await running;
      await last;
      expect(never[0]).toBe(0);
      await expect(queued).rejects.toThrow(CancelledError);
      expect(pool.statistics()).toMatchObject({ alive: 1, completed: 2, cancelled: 1 });
    });
  });

  test("keeps the order of the others", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
      const order: number[] = [];
      const jobs = [0, 1, 2, 3, 4].map((number) => {
        const job = pool.run("slowly", number, 1);
        job.addDoneCallback(() => order.push(number));
        return job;
      });
      jobs[2]?.cancel();
      jobs[4]?.cancel();
      await Promise.allSettled(jobs);
      await sleep(0);
      expect(order).toEqual([2, 4, 0, 1, 3]);
    });
  });
});

test("a task's tree says what it waits for", async () => {
  await run(async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1, maxQueue: 1 });
    const gate = makeGate();
    const running = createTask(() => pool.run("spin", gate));
    await entered(gate);
    const queued = createTask(() => pool.run("cpuBound", 3));
    const waiting = createTask(() => pool.run("add", 1, 2));
    const draining = createTask(() => pool.drain());
    await sleep(0);
    const tree = taskTree();
    expect(tree).toContain("spin on a thread");
    expect(tree).toContain("a free thread for cpuBound");
    expect(tree).toContain("a place in the queue for add");
    expect(tree).toContain("a place in the queue of a worker pool");
    open(gate);
    await Promise.all([running, queued, waiting, draining]);
  });
});
