import { createTask, now, run, sleep } from "baedal";
import { VirtualClock } from "baedal/testing";
import { WorkerPool } from "@baedal/threads";
import { expect, test } from "vitest";
import { workUrl } from "./work-url.ts";
import type * as work from "./work.ts";

type Work = typeof work;

test("virtual time holds still while a job is queued or runs, and goes on afterwards", async () => {
  await run(
    async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
      const start = now();
      const slept = createTask(async () => {
        await sleep({ hours: 1 });
        return pool.statistics();
      });
      await Promise.all([pool.run("slowly", 1, 20), pool.run("slowly", 2, 20)]);
      expect(now() - start).toBeLessThan(3_600_000);
      expect(slept.done()).toBe(false);
      expect(await slept).toMatchObject({ completed: 2, running: 0 });
    },
    { clock: new VirtualClock() },
  );
});

test("a job that is cancelled, fails or crashes lets virtual time go on", async () => {
  await run(
    async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
      pool.run("spin", new Int32Array(new SharedArrayBuffer(8))).cancel();
      await Promise.allSettled([pool.run("fail"), pool.run("exit", 1), pool.run("ignore", () => 1)]);
      const start = now();
      await sleep({ hours: 1 });
      expect(now() - start).toBe(3_600_000);
    },
    { clock: new VirtualClock() },
  );
});
