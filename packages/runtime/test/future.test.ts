import { AsyncLocalStorage } from "node:async_hooks";
import { inspect } from "node:util";
import {
  CancelledError,
  createTask,
  ensureFuture,
  Future,
  gather,
  InvalidStateError,
  run,
  shield,
  sleep,
} from "baedal";
import { describe, expect, test } from "vitest";

describe("Future", () => {
  test("cannot be settled twice", () => {
    const future = new Future<number>();
    future.setResult(1);
    expect(() => future.setResult(2)).toThrow(InvalidStateError);
    expect(() => future.setException(new Error("x"))).toThrow(/settled already/);
    expect(future.cancel()).toBe(false);
    expect(future.result()).toBe(1);
  });

  test("refuses an exception that says nothing went wrong, and stays pending", () => {
    const future = new Future<number>();
    expect(() => future.setException(undefined)).toThrow(
      'setException() needs what went wrong, such as new Error("no answer"), not undefined',
    );
    expect(() => future.setException(null)).toThrow(TypeError);
    expect(future.done()).toBe(false);
  });

  test("of a promise that rejected with undefined, or shielded from it, rejects with that", async () => {
    const outcome = async (work: PromiseLike<unknown>): Promise<unknown> =>
      await work.then(
        () => "a value",
        (error) => [error],
      );
    expect(await outcome(ensureFuture(Promise.reject()))).toEqual([undefined]);
    expect(await outcome(shield(Promise.reject()))).toEqual([undefined]);
  });

  test("refuses a done callback that cannot be called, at once", () => {
    const what = "addDoneCallback() needs a function that takes the future, not the number 5";
    expect(() => new Future().addDoneCallback(5 as never)).toThrow(what);
    expect(() => createTask(() => {}).addDoneCallback(undefined as never)).toThrow(TypeError);
  });

  test("has neither result nor exception while it is pending", () => {
    const future = new Future<number>();
    expect(future.done()).toBe(false);
    expect(() => future.result()).toThrow(InvalidStateError);
    expect(() => future.exception()).toThrow(InvalidStateError);
  });

  test("that was cancelled throws CancelledError with the message", async () => {
    const future = new Future<number>();
    expect(future.cancel("shop closed")).toBe(true);
    expect(future.cancelled()).toBe(true);
    expect(() => future.result()).toThrow(new CancelledError("shop closed"));
    expect(() => future.exception()).toThrow(CancelledError);
    await expect(future).rejects.toThrow("shop closed");
  });

  test("works with await outside run", async () => {
    const future = new Future<string>();
    setImmediate(() => future.setResult("late"));
    expect(await future).toBe("late");
    expect(await future).toBe("late");
  });

  test("wakes those who wait in the order in which they came", async () => {
    const log: number[] = [];
    await run(async () => {
      const future = new Future<void>();
      const tasks = [1, 2, 3, 4].map((n) =>
        createTask(async () => {
          await future;
          log.push(n);
        }),
      );
      await sleep(0);
      future.setResult();
      await Promise.all(tasks);
    });
    expect(log).toEqual([1, 2, 3, 4]);
  });

  test("then, catch and finally chain as those of a promise do", async () => {
    const good = new Future<number>();
    const bad = new Future<number>();
    good.setResult(2);
    bad.setException(new Error("burnt"));
    expect(await good.then((value) => value * 2)).toBe(4);
    expect(
      await good.then(
        (value) => value * 2,
        () => 0,
      ),
    ).toBe(4);
    expect(await bad.catch((error: unknown) => (error as Error).message)).toBe("burnt");
    expect(
      await bad.then(
        () => "no",
        (error: unknown) => (error as Error).message,
      ),
    ).toBe("burnt");
    const log: string[] = [];
    await good.finally(() => log.push("done"));
    expect(log).toEqual(["done"]);
  });

  test("chains on a callback's result before and after it ran", async () => {
    const future = new Future<number>();
    const chained = future.then(
      (value) => value + 1,
      () => 0,
    );
    const early = chained.then((value) => value * 10);
    future.setResult(1);
    expect(await early).toBe(20);
    expect(await chained.then((value) => value * 100)).toBe(200);
  });

  test("passes an error of a chained callback on", async () => {
    const future = new Future<number>();
    const chained = future.then(() => {
      throw new Error("in the callback");
    }, undefined);
    future.setResult(1);
    await expect(chained).rejects.toThrow("in the callback");
  });

  test("shows its state when it is printed", () => {
    const future = new Future<string>();
    expect(inspect(future)).toBe("Future <pending>");
    future.setResult("x");
    expect(inspect(future)).toBe('Future <finished: the string "x">');
  });
});

describe("done callbacks", () => {
  test("are called in a turn of their own, once, with the future", async () => {
    const future = new Future<number>();
    const log: unknown[] = [];
    future.addDoneCallback((done) => log.push(done.result()));
    future.setResult(1);
    expect(log).toEqual([]);
    await sleep(0);
    expect(log).toEqual([1]);
  });

  test("added to a done future are called too, and not at once", async () => {
    const future = new Future<number>();
    const log: unknown[] = [];
    future.setResult(1);
    future.addDoneCallback(() => log.push("called"));
    expect(log).toEqual([]);
    await sleep(0);
    expect(log).toEqual(["called"]);
  });

  test("can be taken back, and how many there were is told", async () => {
    const future = new Future<number>();
    const log: string[] = [];
    const first = (): unknown => log.push("first");
    future.addDoneCallback(first);
    future.addDoneCallback(() => log.push("second"));
    future.addDoneCallback(first);
    expect(future.removeDoneCallback(first)).toBe(2);
    expect(future.removeDoneCallback(first)).toBe(0);
    future.setResult(1);
    await sleep(0);
    expect(log).toEqual(["second"]);
  });

  test("run in the context in which they were added", async () => {
    const store = new AsyncLocalStorage<string>();
    const future = new Future<number>();
    const seen: unknown[] = [];
    store.run("adder", () => future.addDoneCallback(() => seen.push(store.getStore())));
    store.run("settler", () => future.setResult(1));
    await sleep(0);
    expect(seen).toEqual(["adder"]);
  });

  test("that fail are reported and do not keep the others from running", async () => {
    const reports: unknown[] = [];
    const log: string[] = [];
    await run(
      async () => {
        const future = new Future<number>();
        future.addDoneCallback(() => {
          throw new Error("callback");
        });
        future.addDoneCallback(() => log.push("next"));
        future.setResult(1);
        await sleep(0);
      },
      { onUnhandled: (error) => reports.push((error as Error).message) },
    );
    expect(log).toEqual(["next"]);
    expect(reports).toEqual(["callback"]);
  });
});

describe("an exception that nobody retrieves", () => {
  async function reportsOf(body: () => Promise<unknown>): Promise<string[]> {
    const reports: string[] = [];
    await run(body, {
      onUnhandled: (error, task) => reports.push(`${task?.name ?? "future"}: ${(error as Error).message}`),
    });
    return reports;
  }

  test("is reported when run ends, with the task", async () => {
    const reports = await reportsOf(async () => {
      createTask(
        async () => {
          throw new Error("lost");
        },
        { name: "courier" },
      );
      await sleep(1);
    });
    expect(reports).toEqual(["courier: lost"]);
  });

  test("is not reported when somebody awaits it late", async () => {
    const reports = await reportsOf(async () => {
      const task = createTask(async () => {
        throw new Error("late");
      });
      await sleep(1);
      await expect(task).rejects.toThrow("late");
    });
    expect(reports).toEqual([]);
  });

  test("is not reported when exception() was asked", async () => {
    const reports = await reportsOf(async () => {
      const future = new Future<void>();
      future.setException(new Error("asked"));
      expect((future.exception() as Error).message).toBe("asked");
    });
    expect(reports).toEqual([]);
  });

  test("is reported to the run that made the future, though what fails it does so from outside", async () => {
    const held: Future<void>[] = [];
    const outside = setInterval(() => held.splice(0).forEach((future) => future.setException(new Error("outside"))), 1);
    const reports = await reportsOf(async () => {
      const future = new Future<void>();
      held.push(future);
      while (!future.done()) await sleep(1);
    });
    clearInterval(outside);
    expect(reports).toEqual(["future: outside"]);
  });

  test("is reported to the run that made a gather or a shield, though what fails it does so from outside", async () => {
    const held: Future<void>[] = [];
    const outside = setInterval(() => held.splice(0).forEach((future) => future.setException(new Error("outside"))), 1);
    const reports = await reportsOf(async () => {
      const [first, second] = [new Future<void>(), new Future<void>()];
      const outer = [gather([first]), shield(second)];
      held.push(first, second);
      while (!outer.every((future) => future.done())) await sleep(1);
      second.exception();
    });
    clearInterval(outside);
    expect(reports).toEqual(["future: outside", "future: outside"]);
  });

  test("goes to stderr without onUnhandled", async () => {
    const lines: string[] = [];
    const original = console.error;
    console.error = (...parts: unknown[]) => void lines.push(parts.map(String).join(" "));
    try {
      await run(async () => {
        createTask(
          async () => {
            throw new Error("lost");
          },
          { name: "courier" },
        );
        await sleep(1);
      });
    } finally {
      console.error = original;
    }
    expect(lines.join("\n")).toMatch(/Task 'courier' failed and nobody awaited it.*lost/s);
  });
});
