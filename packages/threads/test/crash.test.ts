import { once } from "node:events";
import { ThreadCrashedError, WorkerPool } from "@baedal/threads";
import { describe, expect, test } from "vitest";
import { runProgram } from "./run-program.ts";
import { workUrl } from "./work-url.ts";
import type * as work from "./work.ts";

type Work = typeof work;

describe("a thread that ends while it has a job", () => {
  test("by process.exit: one error for the job, and the pool goes on", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const crashing = pool.run("exit", 3);
    const next = pool.run("count");
    const error = await crashing.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ThreadCrashedError);
    expect(error).toMatchObject({
      code: "ERR_BAEDAL_THREAD_CRASHED",
      functionName: "exit",
      reason: "exit",
      exitCode: 3,
      message: "The thread that ran exit ended before it had a result: process.exit(3) was called in it",
    });
    expect(await next).toBe(1);
    expect(pool.statistics()).toMatchObject({ alive: 1, completed: 1, failed: 1 });
  });

  test("by an exception that nobody can catch: the error has it as its cause", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const crashing = pool.run("crash");
    const next = pool.run("count");
    await expect(crashing).rejects.toMatchObject({
      reason: "exception",
      message: expect.stringContaining("an exception in it was never caught (Shortage: late)"),
      cause: { message: "late", code: "ERR_SHORTAGE" },
    });
    expect(await next).toBe(1);
  });

  test("by a rejection that nobody handles", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    await expect(pool.run("reject")).rejects.toMatchObject({ reason: "exception", cause: { message: "left behind" } });
    expect(await pool.run("count")).toBe(1);
  });

  test("by its memory limit", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1, resourceLimits: { maxOldGenerationSizeMb: 24 } });
    const crashing = pool.run("exhaustMemory");
    const next = pool.run("count");
    await expect(crashing).rejects.toMatchObject({
      reason: "memory",
      message: expect.stringContaining("it reached its memory limit"),
      cause: { code: "ERR_WORKER_OUT_OF_MEMORY" },
    });
    expect(await next).toBe(1);
  });

  test.each(["exit", "crash"] as const)("by %s: one thread takes its place, no more", async (name) => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const { thread } = await pool.run("whereAmI");
    await expect(name === "exit" ? pool.run("exit", 1) : pool.run("crash")).rejects.toThrow(ThreadCrashedError);
    // Node numbers threads in the order in which they start.
    expect(await pool.run("whereAmI")).toMatchObject({ thread: thread + 1 });
  });

  test("again and again", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 2 });
    const jobs = Array.from({ length: 12 }, (_, index) =>
      index % 2 === 0 ? pool.run("exit", index) : pool.run("add", index, 1),
    );
    const ends = await Promise.allSettled(jobs);
    expect(ends.map(({ status }) => status)).toEqual(
      jobs.map((_, index) => (index % 2 === 0 ? "rejected" : "fulfilled")),
    );
    expect(pool.statistics()).toMatchObject({ completed: 6, failed: 6 });
  });
});

describe("a thread that cannot even start", () => {
  const program = `
    import { WorkerPool } from "@baedal/threads";
    const pool = new WorkerPool(${JSON.stringify(workUrl.href)}, { threads: 1 });
    for (let i = 0; i < 3; i++) await pool.run("add", 1, 2).catch((error) => console.log(error.message));
    console.log(pool.statistics().failed);
  `;

  test.each([
    ["process.exit(9)", "process.exit(9) was called in it"],
    ["throw new Error('no start')", "an exception in it was never caught (Error: no start)"],
  ])("because of %s in a preload: each job fails, none hangs", async (statement, problem) => {
    const preload = `import { isMainThread } from "node:worker_threads"; if (!isMainThread) { ${statement} }`;
    const { stdout, code } = await runProgram(program, [
      "--import",
      `data:text/javascript,${encodeURIComponent(preload)}`,
    ]);
    const message = `The thread that ran add ended before it had a result: ${problem}\n`;
    expect({ stdout, code }).toEqual({ stdout: `${message.repeat(3)}3\n`, code: 0 });
  });
});

test("an idle thread that ends by an exception is a warning, and the pool goes on", async () => {
  await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
  const warned = once(process, "warning") as Promise<[Error]>;
  await pool.run("crashLater");
  const [warning] = await warned;
  expect(warning.name).toBe("RuntimeWarning");
  expect(warning.message).toMatch(/^An idle thread of the WorkerPool of file:.*work\.ts ended: .*Error: too late/);
  expect(await pool.run("count")).toBe(1);
});
