import { CancelledError, createTask, run } from "baedal";
import { type ClosePoolOptions, PoolClosedError, WorkerPool } from "@baedal/threads";
import { describe, expect, test } from "vitest";
import { entered, makeGate, open } from "./gate.ts";
import { runProgram } from "./run-program.ts";
import { workUrl } from "./work-url.ts";
import type * as work from "./work.ts";

type Work = typeof work;

describe("close", () => {
  test("refuses new jobs from the call on", async () => {
    const pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const closing = pool.close();
    expect(pool.closed).toBe(true);
    await expect(pool.run("add", 1, 2)).rejects.toMatchObject({
      name: "PoolClosedError",
      code: "ERR_BAEDAL_POOL_CLOSED",
      message: "add cannot run: the pool is closed; make a new one, or close it later",
    });
    await closing;
    await expect(pool.run("add", 1, 2)).rejects.toThrow(PoolClosedError);
    await pool.drain();
  });

  test("drops jobs that wait, and lets those that run end", async () => {
    const pool = new WorkerPool<Work>(workUrl, { threads: 1, maxQueue: 1 });
    const gate = makeGate();
    const running = pool.run("spin", gate);
    const [queued, waiting] = [pool.run("add", 1, 2), pool.run("add", 3, 4)];
    await entered(gate);
    const closing = pool.close({ grace: { minutes: 1 } });
    for (const job of [queued, waiting]) {
      await expect(job).rejects.toThrow(new PoolClosedError("add", "dropped"));
    }
    expect(closing.done()).toBe(false);
    open(gate);
    expect(await running).toBe("let go");
    await closing;
    expect(pool.statistics()).toMatchObject({ alive: 0, running: 0, completed: 1, failed: 2 });
  });

  test("stops jobs that still run when the grace is over", async () => {
    const pool = new WorkerPool<Work>(workUrl, { threads: 2 });
    const gates = [makeGate(), makeGate()];
    const jobs = gates.map((gate) => pool.run("spin", gate));
    await Promise.all(gates.map(entered));
    const closing = pool.close({ grace: 1 });
    for (const job of jobs) {
      await expect(job).rejects.toThrow("spin was stopped: the pool was closed and its grace is over");
    }
    await closing;
    expect(pool.statistics()).toMatchObject({ alive: 0, running: 0, failed: 2 });
  });

  test("may be called again, with less grace", async () => {
    const pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const gate = makeGate();
    const running = pool.run("spin", gate);
    await entered(gate);
    const [slow, quick] = [pool.close({ grace: Infinity }), pool.close({ grace: 0 })];
    await expect(running).rejects.toThrow(PoolClosedError);
    await Promise.all([slow, quick, pool.close()]);
    expect(pool.statistics().alive).toBe(0);
  });

  test("stops everything at once when it is cancelled", async () => {
    await run(async () => {
      const pool = new WorkerPool<Work>(workUrl, { threads: 1 });
      const gate = makeGate();
      const running = pool.run("spin", gate);
      await entered(gate);
      const closing = createTask(() => pool.close({ grace: Infinity }), { eager: true });
      closing.cancel();
      await expect(closing).rejects.toThrow(CancelledError);
      await expect(running).rejects.toThrow(PoolClosedError);
      await pool.close();
      expect(pool.statistics().alive).toBe(0);
    });
  });

  test("waits for threads that are being stopped", async () => {
    await run(async () => {
      const pool = new WorkerPool<Work>(workUrl, { threads: 1 });
      const gate = makeGate();
      const running = pool.run("spin", gate);
      await entered(gate);
      running.cancel();
      expect(pool.statistics().alive).toBe(1);
      await pool.close();
      expect(pool.statistics().alive).toBe(0);
    });
  });

  test("of a pool that never had a job ends at once", async () => {
    await using pool = new WorkerPool<Work>(workUrl);
    expect(pool.close().done()).toBe(true);
  });

  test.each([
    [{ grace: Number.NaN }, "grace of close() must be a duration, but it is not a number (NaN)"],
    [{ grace: null }, "grace of close() must be a number of milliseconds or an object like { seconds: 1.5 }, not null"],
    [{ timeout: 0 }, 'close() has no option "timeout"; it has grace'],
    [{ seconds: 1 }, 'close() has no option "seconds"; it has grace'],
    [null, "close() takes options such as { grace: { seconds: 1 } }, not null"],
    ["x", 'close() takes options such as { grace: { seconds: 1 } }, not the string "x"'],
    [5, "close() takes options such as { grace: { seconds: 1 } }, not the number 5"],
    [[], "close() takes options such as { grace: { seconds: 1 } }, not an array of 0"],
  ])("refuses %o, and leaves the pool open", async (options, message) => {
    await using pool = new WorkerPool<Work>(workUrl);
    expect(() => pool.close(options as ClosePoolOptions)).toThrow(new TypeError(message));
    expect(pool.closed).toBe(false);
  });
});

const imports = `
  import { createTask, run } from "baedal";
  import { WorkerPool } from "@baedal/threads";
  const url = ${JSON.stringify(workUrl.href)};
`;

describe("a pool that is never closed", () => {
  test("is reported when run ends, with the place where it was made; its threads are stopped", async () => {
    const { code, stdout, stderr } = await runProgram(`${imports}
      process.on("warning", (warning) => console.log(warning.name, warning.message, warning.detail));
      await run(async function program() {
        const pool = new WorkerPool(url, { threads: 1 });
        await pool.run("add", 1, 2);
        createTask(() => pool.run("spin", new Int32Array(new SharedArrayBuffer(8))));
      });
    `);
    expect(stdout).toMatch(
      /^ResourceWarning A WorkerPool was never closed; write `await using pool = new WorkerPool\(url\)`/,
    );
    expect(stdout).toMatch(/It was made here:\n.*at .*program/s);
    expect(stderr).toMatch(/ResourceWarning/);
    expect(code).toBe(0);
  });

  test("is not reported when it was closed, or was made outside", async () => {
    const { code, stderr } = await runProgram(`${imports}
      const outside = new WorkerPool(url, { threads: 1 });
      await run(async () => {
        await using pool = new WorkerPool(url, { threads: 1 });
        await pool.run("add", 1, 2);
        await outside.run("add", 1, 2);
      });
    `);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });
});

describe("a process", () => {
  test("is not held open by idle threads", async () => {
    const { code, stdout, stderr } = await runProgram(`${imports}
      const pool = new WorkerPool(url, { threads: 2 });
      console.log(await Promise.all([pool.run("add", 1, 2), pool.run("add", 3, 4)]), pool.statistics().alive);
    `);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "[ 3, 7 ] 2\n", stderr: "" });
  });

  test("is held open by a job, although nobody listens", async () => {
    const { stdout } = await runProgram(`${imports}
      const pool = new WorkerPool(url, { threads: 1 });
      pool.run("slowly", "done", 50).addDoneCallback((job) => console.log(job.result()));
    `);
    expect(stdout).toBe("done\n");
  });

  test("ends with an error thrown on a thread as with any other", async () => {
    const { code, stderr } = await runProgram(`${imports}
      const pool = new WorkerPool(url, { threads: 1 });
      await run(() => pool.run("fail"));
    `);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Shortage: no bowls left\n\s+at fail \(.*work\.ts/);
  });
});
