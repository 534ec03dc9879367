import {
  CancelledError,
  CapacityLimiter,
  createTask,
  currentTask,
  type Future,
  gather,
  run,
  RuntimeError,
  sleep,
} from "baedal";
import { explore } from "baedal/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { schedules } from "./schedules.ts";

describe("A CapacityLimiter used wrongly", () => {
  test("refuses a total that counts nothing, also later", () => {
    expect(() => new CapacityLimiter(-1)).toThrow(RangeError);
    expect(() => new CapacityLimiter(undefined as never)).toThrow(TypeError);
    const limiter = new CapacityLimiter(1);
    expect(() => (limiter.totalTokens = 0.5)).toThrow(RangeError);
    expect(limiter.totalTokens).toBe(1);
  });

  test("refuses a second token to a task that has one or waits for one", async () => {
    await run(
      async () => {
        const limiter = new CapacityLimiter(1, { name: "stoves" });
        using _stove = await limiter.acquire();
        expect(() => limiter.acquire()).toThrow(RuntimeError);
        expect(() => limiter.acquire()).toThrow(
          "'cook' has a token of CapacityLimiter 'stoves' already, and each borrower",
        );
        const waiting = limiter.acquireOnBehalfOf(limiter);
        expect(() => limiter.acquireOnBehalfOf(limiter)).toThrow("The borrower waits for a token of");
        waiting.cancel();
        limiter.acquireOnBehalfOf(limiter).cancel();
      },
      { name: "cook" },
    );
  });

  test("refuses to take back what was not given", async () => {
    await run(async () => {
      const limiter = new CapacityLimiter(1);
      expect(() => limiter.release()).toThrow("has no token of this CapacityLimiter");
      const held = await limiter.acquire();
      await expect(createTask(() => limiter.release())).rejects.toThrow(RuntimeError);
      limiter.release();
      held[Symbol.dispose]();
      expect(() => limiter.release()).toThrow(RuntimeError);
      expect(limiter.borrowedTokens).toBe(0);
    });
  });

  test("refuses to lend to nobody, and says who may borrow", () => {
    const limiter = new CapacityLimiter(1);
    expect(() => limiter.acquire()).toThrow(
      "and none is running here; use run(), createTask() or acquireOnBehalfOf(borrower)",
    );
    expect(() => limiter.release()).toThrow("releaseOnBehalfOf(borrower)");
    expect(() => limiter.acquireOnBehalfOf("me" as never)).toThrow(TypeError);
    expect(() => limiter.acquireOnBehalfOf(null as never)).toThrow(TypeError);
  });
});

describe("A CapacityLimiter", () => {
  test("lends so many tokens, one to a task, in the order in which they asked", async () => {
    await run(async () => {
      const limiter = new CapacityLimiter(2);
      const log: number[] = [];
      const borrow = async (name: number): Promise<void> => {
        using _token = await limiter.acquire();
        log.push(name);
        expect(limiter.borrowedTokens).toBeLessThanOrEqual(2);
        await sleep(0);
      };
      await gather([1, 2, 3, 4, 5].map((name) => () => borrow(name)));
      expect(log).toEqual([1, 2, 3, 4, 5]);
      expect([limiter.borrowedTokens, limiter.availableTokens, limiter.totalTokens]).toEqual([0, 2, 2]);
    });
  });

  test("knows its borrowers", async () => {
    await run(async () => {
      const limiter = new CapacityLimiter(2, { name: "stoves" });
      using _own = await limiter.acquire();
      using _other = await limiter.acquireOnBehalfOf(limiter);
      const waiter = createTask(() => limiter.acquire());
      await sleep(0);
      expect(waiter.waitingOn).toBe("CapacityLimiter.acquire of 'stoves'");
      expect(limiter.statistics()).toEqual({
        totalTokens: 2,
        borrowedTokens: 2,
        borrowers: [currentTask(), limiter],
        tasksWaiting: 1,
      });
      waiter.cancel();
    });
  });

  test("gives back once, for the borrower whose guard is disposed", async () => {
    const limiter = new CapacityLimiter(2);
    const [a, b] = [{}, {}];
    const held = await limiter.acquireOnBehalfOf(a);
    await limiter.acquireOnBehalfOf(b);
    held[Symbol.dispose]();
    held[Symbol.dispose]();
    expect(limiter.statistics().borrowers).toEqual([b]);
    await limiter.acquireOnBehalfOf(a);
    held[Symbol.dispose]();
    expect(limiter.borrowedTokens).toBe(2);
  });

  test("lets those in who wait when its total is raised, and nobody while too many are out", async () => {
    const limiter = new CapacityLimiter(1);
    const waits = [{}, {}, {}, {}].map((borrower) => limiter.acquireOnBehalfOf(borrower));
    const done = (): number => waits.filter((wait) => wait.done()).length;
    limiter.totalTokens = 3;
    expect(done()).toBe(3);
    limiter.totalTokens = 1;
    expect(limiter.availableTokens).toBe(-2);
    (await waits[0])?.[Symbol.dispose]();
    (await waits[1])?.[Symbol.dispose]();
    expect(done()).toBe(3);
    (await waits[2])?.[Symbol.dispose]();
    expect(done()).toBe(4);
    limiter.totalTokens = Infinity;
    expect(limiter.availableTokens).toBe(Infinity);
  });

  test("passes a token on when its waiter was cancelled in the turn of the wake-up", async () => {
    await run(async () => {
      const limiter = new CapacityLimiter(1);
      const held = await limiter.acquire();
      const [woken, next] = [createTask(() => limiter.acquire()), createTask(() => limiter.acquire())];
      await sleep(0);
      held[Symbol.dispose]();
      woken.cancel();
      await next;
      await expect(woken).rejects.toThrow(CancelledError);
      expect(limiter.statistics().borrowers).toEqual([next]);
    });
  });

  test("cannot be used in another run while tokens are out", async () => {
    const limiter = new CapacityLimiter(2);
    const held = await limiter.acquireOnBehalfOf(limiter);
    await expect(run(() => limiter.acquire())).rejects.toThrow("in use in another run");
    held[Symbol.dispose]();
    await run(async () => {
      using _held = await limiter.acquire();
    });
  });
});

describe("A CapacityLimiter under random schedules", () => {
  test("conserves its tokens and serves in order, whatever is asked, given back, cancelled or changed", async () => {
    const step = fc.tuple(fc.constantFrom("acquire", "dispose", "cancel", "total"), fc.nat(9));
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.array(step, { maxLength: 60 }), async (total, steps) => {
        const limiter = new CapacityLimiter(total);
        const waiting: Future<Disposable>[] = [];
        const held: Disposable[] = [];
        for (const [action, choice] of steps) {
          if (action === "acquire") waiting.push(limiter.acquireOnBehalfOf({}));
          if (action === "dispose" && held.length > 0) held.splice(choice % held.length, 1)[0]?.[Symbol.dispose]();
          if (action === "cancel" && waiting.length > 0) waiting.splice(choice % waiting.length, 1)[0]?.cancel();
          if (action === "total") limiter.totalTokens = choice % 5;
          while (waiting[0]?.done() === true) held.push(waiting.shift()?.result() as Disposable);
          expect(waiting.some((wait) => wait.done())).toBe(false);
          expect([limiter.borrowedTokens, limiter.statistics().tasksWaiting]).toEqual([held.length, waiting.length]);
          if (waiting.length > 0) expect(limiter.availableTokens).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("survives explored schedules with cancellations", async () => {
    const { runs } = await explore(
      async () => {
        const limiter = new CapacityLimiter(2);
        const borrow = async (): Promise<void> => {
          using _token = await limiter.acquire();
          if (limiter.borrowedTokens > 2) throw new Error("too many");
          await sleep(0);
        };
        const tasks = [1, 2, 3, 4, 5].map(() => createTask(borrow));
        await sleep(0);
        tasks[2]?.cancel();
        await sleep(0);
        tasks[3]?.cancel();
        await gather(tasks, { returnExceptions: true });
        if (limiter.borrowedTokens !== 0) throw new Error("lost a token");
      },
      { runs: schedules },
    );
    expect(runs).toBe(schedules);
  });
});
