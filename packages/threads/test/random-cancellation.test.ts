import { CancelledError, type Future, gather, run, sleep, taskGroup, timeout } from "baedal";
import { WorkerPool } from "@baedal/threads";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeGate } from "./gate.ts";
import { workUrl } from "./work-url.ts";
import type * as work from "./work.ts";

type Work = typeof work;

const rejections: unknown[] = [];
const onRejection = (reason: unknown): unknown => rejections.push(reason);
beforeAll(() => void process.on("unhandledRejection", onRejection));
afterAll(() => void process.off("unhandledRejection", onRejection));

/** The threads that this process has, pool or not. */
function threadsAlive(): number {
  Object.assign(process.report, { excludeNetwork: true }); // it would look up names; Node's types do not have it
  const report = process.report.getReport() as { workers: unknown[] };
  return report.workers.length;
}

type Step =
  | { readonly kind: "add" | "fail" | "exit" | "spin" | "refused" }
  | { readonly kind: "cancel"; readonly which: number }
  | { readonly kind: "pause"; readonly turns: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom({ kind: "add" } as const, { kind: "spin" } as const) },
  {
    weight: 2,
    arbitrary: fc.constantFrom({ kind: "fail" } as const, { kind: "exit" } as const, { kind: "refused" } as const),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("cancel" as const), which: fc.nat(30) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("pause" as const), turns: fc.nat(12) }) },
);

function start(pool: WorkerPool<Work>, kind: "add" | "fail" | "exit" | "spin" | "refused"): Future<unknown> {
  switch (kind) {
    case "add":
      return pool.run("add", 1, 1);
    case "fail":
      return pool.run("fail");
    case "exit":
      return pool.run("exit", 5);
    case "spin":
      return pool.run("spin", makeGate());
    case "refused":
      return pool.run("ignore", () => 1);
  }
}

/** Does the steps, then cancels what never ends by itself, and says how each job ended. */
async function perform(pool: WorkerPool<Work>, steps: readonly Step[]): Promise<void> {
  const jobs: (readonly [kind: string, job: Future<unknown>])[] = [];
  for (const next of steps) {
    if (next.kind === "cancel") jobs[next.which % Math.max(1, jobs.length)]?.[1].cancel();
    else if (next.kind === "pause") for (let turn = 0; turn < next.turns; turn++) await sleep(1);
    else jobs.push([next.kind, start(pool, next.kind)]);
    expect(pool.statistics().alive).toBeLessThanOrEqual(2);
  }
  for (const [kind, job] of jobs) if (kind === "spin") job.cancel();
  for (const [kind, job] of jobs) await expectEnd(kind, job);
  const { running, queued, waiting, completed, failed, cancelled } = pool.statistics();
  expect({ running, queued, waiting }).toEqual({ running: 0, queued: 0, waiting: 0 });
  expect(completed + failed + cancelled).toBe(jobs.length);
}

const ends: Readonly<Record<string, RegExp>> = {
  fail: /no bowls left/,
  exit: /process\.exit\(5\)/,
  refused: /Argument 1 of ignore/,
};

async function expectEnd(kind: string, job: Future<unknown>): Promise<void> {
  const error = await job.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (job.cancelled()) expect(error).toBeInstanceOf(CancelledError);
  else if (kind === "add") expect(error).toBeUndefined();
  else expect((error as Error).message).toMatch(ends[kind] ?? /never/);
}

test("jobs cancelled at random all end, each as it should; no thread is left", { timeout: 120_000 }, async () => {
  const before = threadsAlive();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      await run(async () => {
        await using pool = new WorkerPool<Work>(workUrl, { threads: 2, maxQueue: 3 });
        await perform(pool, steps);
        expect(await pool.run("add", 1, 2)).toBe(3);
      });
      expect(threadsAlive()).toBe(before);
    }),
    { numRuns: 15 },
  );
  expect(rejections).toEqual([]);
});

test("deadlines under load leave no thread", { timeout: 120_000 }, async () => {
  const before = threadsAlive();
  await run(async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 2 });
    const results = await gather(
      Array.from({ length: 40 }, (_, index) => () => timeout(index * 4, () => pool.run("slowly", index, 6))),
      { returnExceptions: true },
    );
    expect(results).toHaveLength(40);
    expect(await pool.run("add", 1, 2)).toBe(3);
  });
  expect(threadsAlive()).toBe(before);
  expect(rejections).toEqual([]);
});

test("a group that fails stops the threads of its siblings", async () => {
  const before = threadsAlive();
  await run(async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 2 });
    await expect(
      taskGroup((group) => {
        group.createTask(() => pool.run("spin", makeGate()));
        group.createTask(() => pool.run("fail"));
      }),
    ).rejects.toMatchObject({ errors: [{ code: "ERR_SHORTAGE" }] });
    expect(pool.statistics()).toMatchObject({ running: 0, failed: 1, cancelled: 1 });
  });
  expect(threadsAlive()).toBe(before);
});
