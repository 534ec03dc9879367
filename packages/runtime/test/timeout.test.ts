import {
  CancelledError,
  coroutine,
  createTask,
  currentTask,
  Future,
  isTimeout,
  now,
  run,
  RuntimeError,
  sleep,
  timeout,
  timeoutAt,
  type TimeoutHandle,
  TimeoutError,
  waitFor,
} from "baedal";
import { VirtualClock } from "baedal/testing";
import { setTimeout as nativeSleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";

const forever = (): Future<never> => new Future<never>();
const virtually = <T>(body: () => Promise<T>): Promise<T> => run(body, { clock: new VirtualClock() });

describe("timeout", () => {
  test("refuses what is not a duration", async () => {
    await run(async () => {
      for (const delay of [Number.NaN, "1s", {}, { second: 1 }, null]) {
        await expect(timeout(delay as never, async () => 1)).rejects.toThrow(TypeError);
      }
      await expect(timeoutAt(Number.NaN, async () => 1)).rejects.toThrow(TypeError);
    });
  });

  test("cancels what the body waits for and throws TimeoutError", async () => {
    await virtually(async () => {
      const log: unknown[] = [];
      const start = now();
      const limited = timeout(100, async () => {
        try {
          await sleep(1000);
        } catch (error) {
          log.push(error);
          throw error;
        }
      });
      await expect(limited).rejects.toThrow(new TimeoutError("Timed out after 100 ms"));
      expect(now() - start).toBe(100);
      expect(log[0]).toBeInstanceOf(CancelledError);
      expect(currentTask()?.cancelling()).toBe(0);
    });
  });

  test("gives the body's result when it is in time", async () => {
    expect(await virtually(async () => await timeout(100, async () => await sleep(50, "done")))).toBe("done");
  });

  test("waits for the body's cleanup", async () => {
    await virtually(async () => {
      const limited = timeout(100, async () => {
        try {
          await forever();
        } finally {
          await sleep(50);
        }
      });
      await expect(limited).rejects.toThrow(TimeoutError);
      expect(now()).toBe(150);
    });
  });

  test("gives the result of a body that catches the cancellation", async () => {
    const result = await virtually(
      async () =>
        await timeout(100, async (handle) => {
          await forever().catch(() => {});
          return handle.expired();
        }),
    );
    expect(result).toBe(true);
  });

  test("lets other errors pass", async () => {
    await virtually(async () => {
      const limited = timeout(100, async () => {
        await forever().catch(() => {});
        throw new RangeError("own");
      });
      await expect(limited).rejects.toThrow(new RangeError("own"));
    });
  });

  test("never swallows a cancellation from outside", async () => {
    await virtually(async () => {
      const task = createTask(async () => await timeout(1000, forever));
      await sleep(10);
      task.cancel("outside");
      await expect(task).rejects.toThrow(new CancelledError("outside"));
    });
  });

  test("that expires together with a cancellation from outside is a cancellation", async () => {
    await virtually(async () => {
      const task = createTask(async () => await timeout(10, forever));
      await sleep(10);
      task.cancel();
      await expect(task).rejects.toThrow(CancelledError);
    });
  });

  test("of 0 or in the past expires at the first wait", async () => {
    await virtually(async () => {
      for (const delay of [0, -5]) {
        const log: string[] = [];
        const limited = timeout(delay, async () => {
          log.push("begun");
          await sleep(0);
          log.push("went on");
        });
        await expect(limited).rejects.toThrow(TimeoutError);
        expect(log).toEqual(["begun"]);
      }
    });
  });

  test("of 0 lets a body that never waits finish", async () => {
    expect(await virtually(async () => await timeout(0, () => "at once"))).toBe("at once");
  });

  test("with Infinity never expires", async () => {
    expect(await virtually(async () => await timeout(Infinity, async () => await sleep(1e9, "aeons")))).toBe("aeons");
  });

  test("nested: the inner's expiry is the inner's error", async () => {
    await virtually(async () => {
      const outcome = await timeout(1000, async () => {
        try {
          await timeout(10, forever);
        } catch (error) {
          return `inner ${(error as Error).name} at ${now()}`;
        }
        return "none";
      });
      expect(outcome).toBe("inner TimeoutError at 10");
    });
  });

  test("nested: the outer's expiry passes the inner as a cancellation", async () => {
    await virtually(async () => {
      const inside: unknown[] = [];
      const outer = timeout(10, async () => {
        await timeout(1000, forever).catch((error: unknown) => {
          inside.push((error as Error).name);
          throw error;
        });
      });
      await expect(outer).rejects.toThrow(TimeoutError);
      expect(inside).toEqual(["CancelledError"]);
    });
  });

  test("nested: when both expire at once, the outer wins at its level", async () => {
    await virtually(async () => {
      const inside: unknown[] = [];
      const outer = timeout(10, async () => {
        await timeout(10, forever).catch((error: unknown) => {
          inside.push((error as Error).name);
          throw error;
        });
      });
      await expect(outer).rejects.toThrow(TimeoutError);
      expect(inside).toEqual(["CancelledError"]);
    });
  });

  test("side by side in one task do not touch each other", async () => {
    await virtually(async () => {
      const [first, second] = await Promise.allSettled([
        timeout(10, forever),
        timeout(100, async () => await sleep(50, "in time")),
      ]);
      expect(first.status).toBe("rejected");
      expect(second).toEqual({ status: "fulfilled", value: "in time" });
    });
  });

  test("counts its own cancellation for the body only", async () => {
    await virtually(async () => {
      const task = currentTask();
      const counts: unknown[] = [];
      const limited = timeout(10, async () => {
        await forever().catch(() => {});
        counts.push(task?.cancelling());
      });
      await sleep(10);
      counts.push(task?.cancelling());
      await limited;
      expect(counts).toEqual([1, 0]);
    });
  });

  test("can be rescheduled, before and after", async () => {
    await virtually(async () => {
      const later = timeout(10, async (handle) => {
        expect(handle.when()).toBe(10);
        handle.reschedule(now() + 100);
        await sleep(50);
        handle.reschedule(now() + 5);
        await forever();
      });
      await expect(later).rejects.toThrow(TimeoutError);
      expect(now()).toBe(55);
    });
  });

  test("refuses to be rescheduled once it is too late", async () => {
    await virtually(async () => {
      let kept: TimeoutHandle | undefined;
      const refusals: unknown[] = [];
      const late = timeout(10, async (handle) => {
        kept = handle;
        await forever().catch(() => {});
        expect(() => handle.reschedule(now() + 100)).toThrow(/is expiring/);
        refusals.push(await Promise.try(() => handle.reschedule(Infinity)).catch((error: unknown) => error));
        await sleep(0);
        throw new CancelledError();
      });
      await expect(late).rejects.toThrow(TimeoutError);
      expect(refusals[0]).toBeInstanceOf(RuntimeError);
      expect(() => kept?.reschedule(now() + 100)).toThrow(/has expired/);
      await timeout(10, (handle) => void (kept = handle));
      expect(() => kept?.reschedule(now() + 100)).toThrow(/has finished/);
      expect(kept?.when()).toBe(20);
    });
  });

  test("refuses a body that is no function, and says what it must be", async () => {
    await run(async () => {
      const work = coroutine(async () => 1)();
      for (const body of [undefined, work]) {
        await expect(timeout(1, body as never)).rejects.toThrow(/^timeout\(\) needs a function as its body/);
        await expect(timeoutAt(1, body as never)).rejects.toThrow(/^timeoutAt\(\) needs a function as its body/);
      }
      work.close();
    });
  });

  test("outside run makes a task of its own", async () => {
    await expect(timeout(1, async () => await timeout(1000, forever))).rejects.toThrow(TimeoutError);
    expect(await timeout(1000, () => currentTask()?.name)).toBe("timeout");
  });

  test("leaves a cancellation that came while the body did not wait to the task", async () => {
    await virtually(async () => {
      const task = createTask(async () => {
        await timeout(1000, async () => currentTask()?.cancel("kept"));
        await sleep(1);
        return "lost";
      });
      await expect(task).rejects.toThrow(new CancelledError("kept"));
    });
  });
});

describe("timeoutAt", () => {
  test("takes a time on the clock of now()", async () => {
    await virtually(async () => {
      await sleep(25);
      await expect(timeoutAt(75, forever)).rejects.toThrow(TimeoutError);
      expect(now()).toBe(75);
    });
  });
});

describe("waitFor", () => {
  test("refuses what cannot be awaited", async () => {
    await run(async () => {
      await expect(waitFor(5 as never, 10)).rejects.toThrow(TypeError);
    });
  });

  test("gives the result in time, of coroutines, functions, tasks and promises", async () => {
    await virtually(async () => {
      const work = coroutine(async () => await sleep(5, "coroutine"));
      expect(await waitFor(work(), 10)).toBe("coroutine");
      expect(await waitFor(async () => "function", 10)).toBe("function");
      expect(
        await waitFor(
          createTask(async () => "task"),
          10,
        ),
      ).toBe("task");
      expect(await waitFor(Promise.resolve("promise"), 10)).toBe("promise");
    });
  });

  test("cancels the task it waits for and waits for its cleanup", async () => {
    await virtually(async () => {
      const log: string[] = [];
      const task = createTask(async () => {
        try {
          await forever();
        } finally {
          await sleep(10);
          log.push("cleaned");
        }
      });
      await expect(waitFor(task, 100)).rejects.toThrow(TimeoutError);
      expect(log).toEqual(["cleaned"]);
      expect(task.cancelled()).toBe(true);
    });
  });

  test("gives what an inner returns that catches the cancellation", async () => {
    await virtually(async () => {
      const stubborn = createTask(async () => {
        await forever().catch(() => {});
        return 42;
      });
      expect(await waitFor(stubborn, 10)).toBe(42);
    });
  });

  test("with 0 or less never starts a coroutine", async () => {
    await virtually(async () => {
      let ran = false;
      const work = coroutine(async () => {
        ran = true;
      });
      await expect(waitFor(work(), 0)).rejects.toThrow(TimeoutError);
      await expect(waitFor(async () => (ran = true), -1)).rejects.toThrow(TimeoutError);
      await sleep(0);
      expect(ran).toBe(false);
    });
  });

  test("with 0 gives what is done already", async () => {
    await virtually(async () => {
      const done = new Future<number>();
      done.setResult(3);
      expect(await waitFor(done, 0)).toBe(3);
    });
  });

  test("with 0 never swallows a cancellation from outside while the cleanup takes its time", async () => {
    await virtually(async () => {
      const slow = createTask(async () => {
        await forever().catch(() => {});
        await sleep(50);
        throw new CancelledError();
      });
      await sleep(0);
      const waiting = createTask(async () => await waitFor(slow, 0));
      await sleep(10);
      waiting.cancel("outer");
      await expect(waiting).rejects.toThrow(new CancelledError("outer"));
      expect(now()).toBe(10);
      await expect(slow).rejects.toThrow(CancelledError);
      expect(now()).toBe(50);
    });
  });

  test("with 0 passes the cancellation of what was cancelled already on", async () => {
    await virtually(async () => {
      const gone = new Future<number>();
      gone.cancel("gone");
      await expect(waitFor(gone, 0)).rejects.toThrow(new CancelledError("gone"));
    });
  });

  test("ends at once for a promise that cannot be stopped", async () => {
    await virtually(async () => {
      await expect(waitFor(new Promise(() => {}), 10)).rejects.toThrow(TimeoutError);
    });
  });
});

describe("isTimeout", () => {
  test("sees through what only passes a timeout on: an AbortError, and a fetch that failed", async () => {
    const aborted: unknown = await nativeSleep(60_000, undefined, { signal: AbortSignal.timeout(1) }).catch(
      (e: unknown) => e,
    );
    expect([(aborted as Error).name, isTimeout(aborted)]).toEqual(["AbortError", true]);
    const headers = Object.assign(new Error("late"), { code: "UND_ERR_HEADERS_TIMEOUT" });
    expect(isTimeout(new TypeError("fetch failed", { cause: headers }))).toBe(true);
    expect(isTimeout(new Error("order failed", { cause: headers }))).toBe(false);
    expect(isTimeout(Object.assign(new Error("queryA ETIMEOUT"), { code: "ETIMEOUT" }))).toBe(true);
  });

  test("knows the timeouts of the platform and no other error", () => {
    const own = new TimeoutError("x");
    const web = new DOMException("x", "TimeoutError");
    const socket = Object.assign(new Error("x"), { code: "ETIMEDOUT" });
    const undici = Object.assign(new Error("x"), { code: "UND_ERR_HEADERS_TIMEOUT" });
    expect([own, web, socket, undici].map(isTimeout)).toEqual([true, true, true, true]);
    expect([new Error("x"), new CancelledError(), null, "TimeoutError"].map(isTimeout)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
