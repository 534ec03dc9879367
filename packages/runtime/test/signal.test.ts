import {
  CancelledError,
  cancellable,
  createTask,
  Future,
  run,
  RuntimeError,
  signal,
  sleep,
  type Task,
  timeout,
} from "baedal";
import { describe, expect, test } from "vitest";

/** A foreign operation that only an abort ends. */
const foreign = (abort: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    abort.addEventListener("abort", () => reject(abort.reason as Error));
  });

describe("signal", () => {
  test("belongs to a task", () => {
    expect(() => signal()).toThrow(RuntimeError);
  });

  test("delivers the cancellation through AbortSignal.any too: the cleanup is not interrupted", async () => {
    await run(async () => {
      const log: string[] = [];
      const task = createTask(async () => {
        try {
          await foreign(AbortSignal.any([AbortSignal.any([signal()]), AbortSignal.timeout(60_000)]));
        } finally {
          await sleep(1);
          log.push("cleaned up");
        }
      });
      await sleep(0);
      task.cancel();
      await expect(task).rejects.toThrow(CancelledError);
      expect(log).toEqual(["cleaned up"]);
    });
  });

  test("is aborted with the CancelledError when the task is cancelled", async () => {
    await run(async () => {
      const seen: AbortSignal[] = [];
      const task = createTask(async () => {
        seen.push(signal());
        expect(signal()).toBe(seen[0]);
        await new Future();
      });
      await sleep(0);
      expect(seen[0]?.aborted).toBe(false);
      task.cancel("stop");
      expect(seen[0]?.aborted).toBe(true);
      expect(seen[0]?.reason).toEqual(new CancelledError("stop"));
      await expect(task).rejects.toThrow(CancelledError);
    });
  });

  test("is the delivery when the task waits only for a foreign promise that listens", async () => {
    await run(async () => {
      const task = createTask(async () => {
        await foreign(signal()).catch(() => {});
        await sleep(1);
        return "cleaned up undisturbed";
      });
      await sleep(0);
      task.cancel();
      expect(await task).toBe("cleaned up undisturbed");
    });
  });

  test("that nobody listens to leaves the cancellation to the next wait", async () => {
    await run(async () => {
      const step = Promise.withResolvers<void>();
      const task = createTask(async () => {
        expect(signal().aborted).toBe(false);
        await step.promise;
        await sleep(1);
      });
      await sleep(0);
      task.cancel();
      step.resolve();
      await expect(task).rejects.toThrow(CancelledError);
    });
  });

  test("is a fresh one after a caught cancellation", async () => {
    await run(async () => {
      const task = createTask(async () => {
        const first = signal();
        await new Future().catch(() => {});
        const second = signal();
        return [first.aborted, second.aborted, first === second];
      });
      await sleep(0);
      task.cancel();
      expect(await task).toEqual([true, false, false]);
    });
  });

  test("asked for while a cancellation is due is aborted already", async () => {
    await run(async () => {
      const task: Task<boolean> = createTask(async () => {
        task.cancel();
        const aborted = signal().aborted;
        await sleep(1).catch(() => {});
        return aborted;
      });
      expect(await task).toBe(true);
    });
  });

  test("asked for while a cancellation is due delivers it to who reads the reason, and not once more", async () => {
    await run(async () => {
      const task: Task<string> = createTask(async () => {
        task.cancel("stop");
        await expect(fetch("http://127.0.0.1:1/", { signal: signal() })).rejects.toThrow("stop");
        await sleep(1);
        return "cleaned up undisturbed";
      });
      expect(await task).toBe("cleaned up undisturbed");
    });
  });

  test("asked for twice while a cancellation is due is one, and whoever reads its reason delivers it", async () => {
    await run(async () => {
      const task: Task<string> = createTask(async () => {
        task.cancel("stop");
        const [first, second] = [signal(), signal()];
        expect(second).toBe(first);
        await expect(fetch("http://127.0.0.1:1/", { signal: first })).rejects.toThrow("stop");
        expect(signal()).not.toBe(first);
        expect(signal().aborted).toBe(false);
        await sleep(1);
        return "cleaned up undisturbed";
      });
      expect(await task).toBe("cleaned up undisturbed");
    });
  });

  test("asked for while a second cancellation is due is a fresh one with its message", async () => {
    await run(async () => {
      const task: Task<string> = createTask(async () => {
        task.cancel("first");
        const before = signal();
        await sleep(1).catch(() => {});
        task.cancel("second");
        expect(String(before.reason)).toBe("CancelledError: first"); // which does not deliver the second
        expect(signal()).not.toBe(before);
        return String(signal().reason);
      });
      expect(await task).toBe("CancelledError: second");
    });
  });

  test("asked for while a cancellation is due leaves it to the next wait if nobody reads the reason", async () => {
    await run(async () => {
      const task: Task<void> = createTask(async () => {
        task.cancel("stop");
        expect(signal().aborted).toBe(true);
        await sleep(1);
      });
      await expect(task).rejects.toThrow("stop");
    });
  });

  test("of a timeout's body is aborted by its expiry, the task's is not", async () => {
    await run(async () => {
      const outer = signal();
      const limited = timeout(1, async () => await cancellable(foreign(signal())));
      await expect(limited).rejects.toThrow("Timed out");
      expect(outer.aborted).toBe(false);
    });
  });

  test("works with fetch: the request ends when the task is cancelled", async () => {
    const { createServer } = await import("node:http");
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const arrived = new Promise((resolve) => server.once("request", (request) => request.once("close", resolve)));
    await run(async () => {
      const task = createTask(async () => await cancellable(fetch(`http://127.0.0.1:${port}/`, { signal: signal() })));
      await new Promise((resolve) => server.once("request", resolve));
      task.cancel();
      await expect(task).rejects.toThrow(CancelledError);
    });
    await arrived;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
