import { AsyncLocalStorage } from "node:async_hooks";
import {
  allTasks,
  CancelledError,
  coroutine,
  createTask,
  currentTask,
  Future,
  gather,
  InvalidStateError,
  Lock,
  run,
  RuntimeError,
  sleep,
  type Task,
  wait,
} from "baedal";
import { describe, expect, test } from "vitest";
import { runProgram } from "./run-program.ts";

/** A wait that nothing ends but a cancellation. */
const forever = (): Future<never> => new Future<never>();

function raise(error: Error): never {
  throw error;
}

/** What an awaited thing ended with, as a word. */
async function fate(task: PromiseLike<unknown>): Promise<string> {
  try {
    return `result ${String(await task)}`;
  } catch (error) {
    return error instanceof CancelledError ? `cancelled ${error.message}`.trim() : `error ${(error as Error).message}`;
  }
}

describe("createTask", () => {
  test("refuses a promise that already runs and names ensureFuture", async () => {
    await run(async () => {
      expect(() => createTask(Promise.resolve(1) as never)).toThrow(/ensureFuture/);
      expect(() => createTask(sleep(0) as never)).toThrow(TypeError);
      expect(() => createTask(5 as never)).toThrow(/the number 5/);
    });
  });

  test("refuses a name that is not a string", async () => {
    await run(async () => {
      expect(() => createTask(async () => {}, { name: 5 as never })).toThrow(/name of a task/);
    });
  });

  test("starts the task after the running code yields, in order of creation", async () => {
    const log: string[] = [];
    await run(async () => {
      const tasks = ["A", "B", "C"].map((name) => createTask(async () => void log.push(name)));
      log.push("created");
      await Promise.all(tasks);
    });
    expect(log).toEqual(["created", "A", "B", "C"]);
  });

  test("runs to its next wait also behind a task that waits for a foreign promise", async () => {
    const log: string[] = [];
    await run(async () => {
      const lock = new Lock();
      const foreign = Promise.withResolvers<void>();
      const polite = async (name: string): Promise<void> => {
        log.push(`${name} comes`);
        using _ = await lock.acquire(); // nobody has it
        log.push(`${name} goes`);
      };
      const tasks = [async () => await foreign.promise, ...["A", "B", "C"].map((name) => () => polite(name))].map(
        (work) => createTask(work),
      );
      await sleep(0);
      foreign.resolve();
      await gather(tasks);
    });
    expect(log.join(", ")).toBe("A comes, A goes, B comes, B goes, C comes, C goes");
  });

  test("runs to its next wait before the next task has its turn", async () => {
    const log: string[] = [];
    const step = async (line: string): Promise<void> => void log.push(line);
    await run(async () => {
      const worker = (name: string) => async () => {
        await step(`${name} knocks`);
        await step(`${name} enters`);
        await sleep(0);
        await step(`${name} pays`);
        await step(`${name} leaves`);
      };
      await gather([worker("A"), worker("B")]);
    });
    expect(log.join()).toBe("A knocks,A enters,B knocks,B enters,A pays,A leaves,B pays,B leaves");
  });

  test("takes its turn after what was woken before it was made", async () => {
    const log: string[] = [];
    await run(async () => {
      const bell = new Future<void>();
      const sleeper = createTask(async () => {
        await bell;
        log.push("woken");
      });
      await sleep(0);
      bell.setResult();
      const fresh = createTask(async () => void log.push("new"));
      await gather([sleeper, fresh]);
    });
    expect(log).toEqual(["woken", "new"]);
  });

  test("that waits for a foreign promise holds nobody up", async () => {
    const log: string[] = [];
    await run(async () => {
      const bell = new Future<void>();
      const foreign = Promise.withResolvers<void>();
      const stuck = createTask(async () => {
        await bell;
        await foreign.promise;
        log.push("stuck goes on");
      });
      const free = createTask(async () => {
        await bell;
        log.push("free goes on");
        foreign.resolve();
      });
      await sleep(0);
      bell.setResult();
      await gather([stuck, free]);
    });
    expect(log).toEqual(["free goes on", "stuck goes on"]);
  });

  test("starts tasks before any timer and any I/O", async () => {
    const log: string[] = [];
    await run(async () => {
      setTimeout(() => log.push("timer"), 0);
      setImmediate(() => log.push("immediate"));
      createTask(async () => void log.push("task"));
      await sleep(5);
    });
    expect(log[0]).toBe("task");
  });

  test("with eager runs up to the first wait at once", async () => {
    const log: string[] = [];
    await run(async () => {
      const task = createTask(
        async () => {
          log.push("begun");
          await sleep(0);
          log.push("ended");
        },
        { eager: true },
      );
      log.push("created");
      await task;
    });
    expect(log).toEqual(["begun", "created", "ended"]);
  });

  test("names a task after its function or coroutine, else by number", async () => {
    await run(async () => {
      const deliver = coroutine(async function deliver() {});
      const named = async function cook() {};
      expect(createTask(deliver()).name).toBe("deliver");
      expect(createTask(named).name).toBe("cook");
      expect(createTask(async () => {}).name).toMatch(/^Task-\d+$/);
      expect(createTask(deliver(), { name: "courier" }).name).toBe("courier");
    });
  });

  test("keeps each task's own AsyncLocalStorage stores, however many start together", async () => {
    const store = new AsyncLocalStorage<number>();
    const seen = await run(async () => {
      const tasks = [1, 2, 3].map((n) =>
        store.run(n, () => createTask(async () => [store.getStore(), await sleep(0, store.getStore())])),
      );
      store.enterWith(99);
      return await Promise.all(tasks);
    });
    expect(seen).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  test("holds a task that nobody else holds until it is done", async () => {
    let finished = false;
    await run(async () => {
      createTask(async () => {
        try {
          await forever();
        } finally {
          finished = true;
        }
      });
      await sleep(0);
      (globalThis as { gc?: () => void }).gc?.();
      await sleep(1);
      expect(allTasks().size).toBe(2);
    });
    expect(finished).toBe(true);
  });

  test("knows the task that created it", async () => {
    await run(async () => {
      const main = currentTask();
      await createTask(async () => {
        expect(currentTask()?.parent).toBe(main);
        expect(main?.parent).toBeUndefined();
      });
    });
  });
});

describe("currentTask and allTasks", () => {
  test("outside tasks there is no current task", () => {
    expect(currentTask()).toBeUndefined();
  });

  test("a coroutine that is awaited runs in the awaiting task", async () => {
    const inner = coroutine(async () => currentTask()?.name);
    expect(await run(async () => await inner(), { name: "main" })).toBe("main");
  });

  test("all tasks are those of the own run, in order of creation", async () => {
    await run(
      async () => {
        createTask(() => sleep(1), { name: "first" });
        createTask(() => sleep(1), { name: "second" });
        expect([...allTasks()].map((task) => task.name)).toEqual(["main", "first", "second"]);
      },
      { name: "main" },
    );
  });

  test("what still runs in the context of a finished task is outside tasks", async () => {
    const seen = await run(async () => {
      const after = Promise.withResolvers<unknown>();
      await createTask(async () => {
        setImmediate(() => after.resolve(currentTask()));
      });
      await after.promise;
      return (await after.promise) === undefined;
    });
    expect(seen).toBe(true);
  });
});

describe("Task.cancel", () => {
  test("refuses a message that is no string, and the task goes on", async () => {
    await run(async () => {
      const task = createTask(() => sleep(1, "done"));
      await sleep(0);
      for (const message of [null, new Error("why"), Object.create(null)]) {
        expect(() => task.cancel(message as never)).toThrow("The message of cancel() must be a string");
      }
      expect(await task).toBe("done");
    });
  });

  test("ends tasks also where Error is frozen", async () => {
    const program = runProgram(`
      import { createTask, run, sleep } from "baedal";
      Object.freeze(Error);
      await run(async () => {
        const task = createTask(() => sleep(60_000));
        await sleep(0);
        task.cancel("stop");
        await task.catch((error) => console.log(error.name, error.message));
      });
    `);
    expect((await program.ending).stdout).toBe("CancelledError stop\n");
  });

  test("is false once the task is done", async () => {
    await run(async () => {
      const task = createTask(async () => 1);
      await task;
      expect(task.cancel()).toBe(false);
      expect(task.cancelled()).toBe(false);
    });
  });

  test("throws an error without a stack, and leaves other errors theirs, whatever the message", () => {
    const limit = Error.stackTraceLimit;
    expect(String(new CancelledError())).toBe("CancelledError");
    expect(String(new CancelledError("closing time"))).toBe("CancelledError: closing time");
    expect(new CancelledError("closing time").stack).toBeUndefined();
    expect(new CancelledError({ toString: () => raise(new Error("unreadable")) } as never).message).toBe(
      "a plain object",
    );
    expect(Error.stackTraceLimit).toBe(limit);
    expect(new Error("after").stack).toContain("task.test.ts");
  });

  test("throws CancelledError with the message where the task waits", async () => {
    await run(async () => {
      const log: unknown[] = [];
      const task = createTask(async () => {
        try {
          await forever();
        } catch (error) {
          log.push(error);
          throw error;
        }
      });
      await sleep(0);
      expect(task.cancel("closing time")).toBe(true);
      expect(task.cancelled()).toBe(false);
      expect(await fate(task)).toBe("cancelled closing time");
      expect(task.cancelled()).toBe(true);
      expect(log[0]).toBeInstanceOf(CancelledError);
      expect((log[0] as CancelledError).code).toBe("ERR_BAEDAL_CANCELLED");
    });
  });

  test("before the start, the body never runs", async () => {
    await run(async () => {
      let ran = false;
      const task = createTask(async () => {
        ran = true;
      });
      task.cancel("never mind");
      expect(await fate(task)).toBe("cancelled never mind");
      expect(ran).toBe(false);
    });
  });

  test("before the start, the coroutine is closed and not reported as never awaited", async () => {
    const warnings: unknown[] = [];
    const listener = (warning: Error): void => void warnings.push(warning);
    process.on("warning", listener);
    await run(async () => {
      const task = createTask(coroutine(async () => {})());
      task.cancel();
      await fate(task);
    });
    await new Promise(setImmediate);
    process.off("warning", listener);
    expect(warnings).toEqual([]);
  });

  test("lets the task await in finally", async () => {
    const log: string[] = [];
    await run(async () => {
      const task = createTask(async () => {
        try {
          await forever();
        } finally {
          await sleep(1);
          log.push("cleaned");
        }
      });
      await sleep(0);
      task.cancel();
      expect(await fate(task)).toBe("cancelled");
    });
    expect(log).toEqual(["cleaned"]);
  });

  test("may be caught, and the task goes on", async () => {
    await run(async () => {
      const task = createTask(async () => {
        try {
          await forever();
        } catch {
          await sleep(1);
        }
        return "still here";
      });
      await sleep(0);
      task.cancel();
      expect(await fate(task)).toBe("result still here");
      expect(task.cancelling()).toBe(1);
    });
  });

  test("of a task that returns without awaiting still ends it cancelled", async () => {
    await run(async () => {
      const task: Task<string> = createTask(async () => {
        task.cancel("late");
        return "result";
      });
      expect(await fate(task)).toBe("cancelled late");
    });
  });

  test("is thrown at the next wait when the task runs", async () => {
    const log: string[] = [];
    await run(async () => {
      const task: Task<void> = createTask(async () => {
        task.cancel();
        log.push("goes on");
        await sleep(0);
        log.push("never reached");
      });
      expect(await fate(task)).toBe("cancelled");
    });
    expect(log).toEqual(["goes on"]);
  });

  test("is not thrown at an await that has nothing to wait for", async () => {
    await run(async () => {
      const done = new Future<string>();
      done.setResult("at once");
      const task: Task<string> = createTask(async () => {
        task.cancel();
        const value = await done;
        try {
          await sleep(0);
        } catch {
          return value;
        }
        return "not cancelled";
      });
      expect(await fate(task)).toBe("result at once");
    });
  });

  test("reaches all that a task has parked", async () => {
    await run(async () => {
      const futures = [forever(), forever(), forever()];
      const task = createTask(async () => await Promise.all(futures));
      await sleep(0);
      task.cancel();
      expect(await fate(task)).toBe("cancelled");
      expect(futures.map((future) => future.cancelled())).toEqual([true, true, true]);
    });
  });

  test("is forwarded to the task that it awaits", async () => {
    await run(async () => {
      const inner = createTask(forever);
      const outer = createTask(async () => await inner);
      await sleep(0);
      outer.cancel("all");
      expect(await fate(outer)).toBe("cancelled all");
      expect(inner.cancelled()).toBe(true);
    });
  });

  test("is absorbed when the awaited task refuses it", async () => {
    await run(async () => {
      const inner = createTask(async () => {
        try {
          return await forever();
        } catch {
          return 42;
        }
      });
      const outer = createTask(async () => await inner);
      await sleep(0);
      outer.cancel();
      expect(await fate(outer)).toBe("result 42");
    });
  });

  test("outranks a result that arrived in the same turn, whichever came first", async () => {
    await run(async () => {
      for (const cancelFirst of [false, true]) {
        const future = new Future<number>();
        const log: string[] = [];
        const task = createTask(async () => {
          await future;
          log.push("resumed");
        });
        await sleep(0);
        if (cancelFirst) task.cancel();
        if (!future.done()) future.setResult(1);
        if (!cancelFirst) task.cancel();
        expect(await fate(task)).toBe("cancelled");
        expect(log).toEqual([]);
      }
    });
  });

  test("by a task that was woken before it outranks the result too", async () => {
    await run(async () => {
      const future = new Future<number>();
      const log: string[] = [];
      const second: Task<void>[] = [];
      createTask(async () => {
        await future;
        second[0]?.cancel();
      });
      second.push(
        createTask(async () => {
          await future;
          log.push("resumed");
        }),
      );
      await sleep(0);
      future.setResult(1);
      expect(await fate(second[0] as Task<void>)).toBe("cancelled");
      expect(log).toEqual([]);
    });
  });

  test("goes down a chain of awaiting tasks that is longer than the stack is deep", async () => {
    await run(async () => {
      let last: Task<unknown> = createTask(forever);
      const chain = [last];
      for (let link = 0; link < 20_000; link++) {
        const next = last;
        last = createTask(async () => await next);
        chain.push(last);
      }
      await sleep(0);
      expect(last.cancel("all of you")).toBe(true);
      await expect(last).rejects.toThrow(new CancelledError("all of you"));
      expect(chain.every((task) => task.cancelled() && task.cancelling() === 1)).toBe(true);
    });
  });

  test("breaks a circle of tasks that is longer than the stack is deep", async () => {
    await run(async () => {
      const tasks: Task<unknown>[] = [];
      for (let link = 0; link < 1000; link++) tasks.push(createTask(async () => await tasks[(link + 1) % 1000]));
      await sleep(0);
      tasks[0]?.cancel();
      await wait(tasks);
      expect(tasks.every((task) => task.cancelled())).toBe(true);
    });
  });

  test("twice in one turn throws once", async () => {
    await run(async () => {
      const log: string[] = [];
      const task = createTask(async () => {
        try {
          await forever();
        } catch {
          log.push("once");
        }
        await sleep(1);
        return "on";
      });
      await sleep(0);
      task.cancel();
      task.cancel();
      expect(await fate(task)).toBe("result on");
      expect(log).toEqual(["once"]);
      expect(task.cancelling()).toBe(2);
    });
  });
});

describe("cancelling and uncancel", () => {
  test("count up and down, not below zero", async () => {
    await run(async () => {
      const task = createTask(async () => {
        try {
          await forever();
        } catch {
          expect(currentTask()?.cancelling()).toBe(1);
          expect(currentTask()?.uncancel()).toBe(0);
          expect(currentTask()?.uncancel()).toBe(0);
        }
        return "on";
      });
      await sleep(0);
      task.cancel();
      expect(await fate(task)).toBe("result on");
    });
  });

  test("uncancel at zero drops a cancellation that was not delivered", async () => {
    await run(async () => {
      const task: Task<string> = createTask(async () => {
        task.cancel();
        task.uncancel();
        await sleep(0);
        return "untouched";
      });
      expect(await fate(task)).toBe("result untouched");
    });
  });

  test("uncancel above zero keeps it", async () => {
    await run(async () => {
      const task: Task<string> = createTask(async () => {
        task.cancel();
        task.cancel();
        task.uncancel();
        await sleep(0);
        return "untouched";
      });
      expect(await fate(task)).toBe("cancelled");
    });
  });
});

describe("a task as a future", () => {
  test("cannot be settled by hand", async () => {
    await run(async () => {
      const task = createTask(() => sleep(0));
      expect(() => task.setResult()).toThrow(RuntimeError);
      expect(() => task.setException(new Error("x"))).toThrow(RuntimeError);
      await task;
    });
  });

  test("gives its result or error to everyone who awaits it", async () => {
    await run(async () => {
      const good = createTask(async () => 7);
      const bad = createTask(async () => {
        throw new Error("spilled");
      });
      expect(await Promise.all([fate(good), fate(good), fate(bad), fate(bad)])).toEqual([
        "result 7",
        "result 7",
        "error spilled",
        "error spilled",
      ]);
      expect(good.result()).toBe(7);
      expect(bad.exception()).toEqual(new Error("spilled"));
    });
  });

  test("cannot await itself", async () => {
    await run(async () => {
      const task: Task<unknown> = createTask(async () => await task);
      await expect(task).rejects.toThrow(/cannot await itself/);
      await expect(createTask(async () => currentTask())).rejects.toThrow(RuntimeError);
    });
  });

  test("turns an error thrown by a plain function into its exception", async () => {
    await run(async () => {
      const task = createTask(() => {
        throw new Error("at once");
      });
      expect(await fate(task)).toBe("error at once");
    });
  });

  test("asked too early says to await it", async () => {
    await run(async () => {
      const task = createTask(() => sleep(0));
      expect(() => task.result()).toThrow(InvalidStateError);
      expect(() => task.exception()).toThrow(/await it/);
      await task;
    });
  });

  test("says in words what it waits for", async () => {
    await run(async () => {
      const task = createTask(() => sleep(1000));
      const both = createTask(async () => await gather([() => sleep(1500), task]));
      await sleep(0);
      expect(task.waitingOn).toBe("sleep 1000 ms");
      expect(both.waitingOn).toBe("gather of 2, 0 done");
      task.cancel();
      await fate(both);
      expect(task.waitingOn).toBeUndefined();
    });
  });
});
