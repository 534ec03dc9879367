import { CancelledError, coroutine, createTask, currentTask, Future, gather, run, sleep, type Task } from "baedal";
import { VirtualClock } from "baedal/testing";
import { describe, expect, expectTypeOf, test } from "vitest";

const forever = (): Future<never> => new Future<never>();

const virtually = <T>(body: () => Promise<T>): Promise<T> => run(body, { clock: new VirtualClock() });

const fail = async (message: string, after = 0): Promise<never> => {
  await sleep(after);
  throw new Error(message);
};

describe("gather", () => {
  test("refuses an element that cannot be awaited, with its position and type, before anything starts", async () => {
    await run(async () => {
      const log: string[] = [];
      expect(() => gather([async () => void log.push("ran"), 5 as never])).toThrow(/element 1: the number 5/);
      expect(() => gather("abc" as never)).toThrow(/needs an array/);
      await sleep(0);
      expect(log).toEqual([]);
    });
  });

  test("refuses a limit that is not a positive integer", async () => {
    await run(async () => {
      for (const limit of [0, -1, 1.5, Number.NaN]) expect(() => gather([], { limit })).toThrow(RangeError);
    });
  });

  test("of nothing resolves to an empty array", async () => {
    expect(await run(async () => await gather([]))).toEqual([]);
  });

  test("of very many that are done already takes time in proportion", async () => {
    const done = Array.from({ length: 800_000 }, () => {
      const future = new Future<number>();
      future.setResult(1);
      return future;
    });
    // A minute and more, and so the end of the test's time, when each one moves all that follow it.
    expect(gather(done).result().length).toBe(800_000);
  });

  test("gives results in the order given, whatever finishes first", async () => {
    const results = await run(
      async () => await gather([() => sleep(3, "slow"), () => sleep(1, 2), Promise.resolve(true)]),
    );
    expectTypeOf(results).toEqualTypeOf<[string, number, boolean]>();
    expect(results).toEqual(["slow", 2, true]);
  });

  test("fails with the first error while the others go on", async () => {
    const log: string[] = [];
    await virtually(async () => {
      const other = createTask(async () => {
        await sleep(5);
        log.push("other done");
      });
      await expect(gather([() => fail("first", 1), other])).rejects.toThrow("first");
      expect(log).toEqual([]);
      await other;
    });
    expect(log).toEqual(["other done"]);
  });

  test("counts late errors of the others as retrieved", async () => {
    const reports: unknown[] = [];
    await run(
      async () => {
        await expect(gather([() => fail("first"), () => fail("late", 2)])).rejects.toThrow("first");
        await sleep(5);
      },
      { clock: new VirtualClock(), onUnhandled: (error) => reports.push(error) },
    );
    expect(reports).toEqual([]);
  });

  test("with returnExceptions puts errors in their places", async () => {
    const results = await run(
      async () => await gather([() => fail("a"), async () => 1, () => fail("b")], { returnExceptions: true }),
    );
    expect(results.map((result) => (result instanceof Error ? result.message : result))).toEqual(["a", 1, "b"]);
  });

  test("runs the same coroutine, task or promise once and fills both places", async () => {
    await run(async () => {
      let calls = 0;
      const count = coroutine(async () => ++calls);
      const call = count();
      const task = createTask(async () => ++calls);
      expect(await gather([call, task, call, task])).toEqual([2, 1, 2, 1]);
    });
  });

  test("treats a child that was cancelled as an error, and is not cancelled itself", async () => {
    await run(async () => {
      const child = createTask(forever);
      const log: string[] = [];
      const other = createTask(async () => {
        await sleep(2);
        log.push("other went on");
      });
      const outer = gather([child, other]);
      await sleep(0);
      child.cancel("just me");
      await expect(outer).rejects.toThrow(CancelledError);
      expect(outer.cancelled()).toBe(false);
      expect(outer.exception()).toBeInstanceOf(CancelledError);
      await other;
      expect(log).toEqual(["other went on"]);
    });
  });

  test("when cancelled cancels every child and settles only after all of them have", async () => {
    for (const returnExceptions of [false, true]) {
      const log: string[] = [];
      await run(async () => {
        const slow = async (): Promise<void> => {
          try {
            await forever();
          } finally {
            await sleep(3);
            log.push("slow cleaned");
          }
        };
        const outer = gather([forever, slow, async () => "done early"], { returnExceptions });
        await sleep(0);
        expect(outer.cancel("stop")).toBe(true);
        expect(outer.done()).toBe(false);
        await expect(outer).rejects.toThrow(new CancelledError("stop"));
        expect(outer.cancelled()).toBe(true);
        expect(log).toEqual(["slow cleaned"]);
      });
    }
  });

  test("is cancelled by the cancellation of the task that awaits it", async () => {
    await run(async () => {
      const children: Task<unknown>[] = [createTask(forever), createTask(forever)];
      const task = createTask(async () => await gather(children));
      await sleep(0);
      task.cancel();
      await expect(task).rejects.toThrow(CancelledError);
      expect(children.map((child) => child.cancelled())).toEqual([true, true]);
    });
  });

  test("once done refuses to be cancelled", async () => {
    await run(async () => {
      const outer = gather([async () => 1]);
      await outer;
      expect(outer.cancel()).toBe(false);
    });
  });

  test("works outside run", async () => {
    expect(await gather([async () => 1, Promise.resolve(2)])).toEqual([1, 2]);
  });

  test("makes tasks of what has not started, as children of the current task", async () => {
    await run(
      async () => {
        const [parent] = await gather([async () => currentTask()?.parent?.name]);
        expect(parent).toBe("main");
      },
      { name: "main" },
    );
  });
});

describe("gather with a limit", () => {
  test("never runs more at once, and starts them in order", async () => {
    let running = 0;
    let most = 0;
    const started: number[] = [];
    const results = await run(async () => {
      const work = Array.from({ length: 20 }, (_, n) => async () => {
        started.push(n);
        most = Math.max(most, ++running);
        await sleep(n % 3);
        running--;
        return n;
      });
      return await gather(work, { limit: 4 });
    });
    expect(most).toBe(4);
    expect(results).toEqual(started);
    expect(results).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  test("is cancelled between the end of one and the start of the next: that one never starts", async () => {
    const started: string[] = [];
    await run(async () => {
      const first = createTask(() => sleep(1));
      const answers: boolean[] = [];
      first.addDoneCallback(() => void answers.push(outer.cancel()));
      const outer = gather([first, async () => void started.push("second")], { limit: 1 });
      await expect(outer).rejects.toThrow(CancelledError);
      await sleep(5);
      expect([answers, outer.cancelled(), started]).toEqual([[true], true, []]);
    });
  });

  test("leaves the rest unstarted after the first error", async () => {
    const started: number[] = [];
    await run(async () => {
      const work = Array.from({ length: 10 }, (_, n) => async () => {
        started.push(n);
        if (n === 2) throw new Error("third");
        await sleep(1);
      });
      await expect(gather(work, { limit: 3 })).rejects.toThrow("third");
      await sleep(10);
    });
    expect(started).toEqual([0, 1, 2]);
  });

  test("starts all of them with returnExceptions", async () => {
    const results = await run(
      async () =>
        await gather(
          [1, 2, 3].map((n) => () => fail(String(n))),
          { limit: 1, returnExceptions: true },
        ),
    );
    expect(results.map((error) => error.message)).toEqual(["1", "2", "3"]);
  });

  test("starts nothing more once it is cancelled", async () => {
    const started: number[] = [];
    await run(async () => {
      const outer = gather(
        [0, 1, 2, 3].map((n) => async () => {
          started.push(n);
          await forever();
        }),
        { limit: 2 },
      );
      await sleep(0);
      outer.cancel();
      await expect(outer).rejects.toThrow(CancelledError);
    });
    expect(started).toEqual([0, 1]);
  });
});
