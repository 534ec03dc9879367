import {
  asCompleted,
  CancelledError,
  cancellable,
  coroutine,
  createTask,
  ensureFuture,
  Event,
  Future,
  gather,
  Lock,
  now,
  Queue,
  race,
  run,
  shield,
  sleep,
  type Task,
  TimeoutError,
  wait,
} from "baedal";
import { VirtualClock } from "baedal/testing";
import { describe, expect, test } from "vitest";

const forever = (): Future<never> => new Future<never>();
const virtually = <T>(body: () => Promise<T>): Promise<T> => run(body, { clock: new VirtualClock() });

const fail = async (message: string, after = 0): Promise<never> => {
  await sleep(after);
  throw new Error(message);
};

/** One that waits to be told that a future is done; internal, so the types of the package do not show it. */
interface Link {
  readonly nextReaction: Link;
}

/** How many wait to be told that a future is done. */
function reactionsOf(future: Future<unknown>): number {
  const { reactions } = future as Future<unknown> & { readonly reactions?: Link };
  let count = 0;
  for (let reaction = reactions; reaction !== undefined; reaction = reaction.nextReaction) {
    if (count > 0 && reaction === reactions) break;
    count++;
  }
  return count;
}

/** Whether a coroutine could still be started. */
const isStartable = (work: object): boolean | undefined => (work as { readonly startable?: boolean }).startable;

describe("wait", () => {
  test("refuses an empty collection and what is not a future", async () => {
    await virtually(async () => {
      await expect(wait([])).rejects.toThrow(/at least one/);
      await expect(wait([async () => {}] as never)).rejects.toThrow(/createTask/);
    });
  });

  test("refuses what is no collection, and a returnWhen that it does not know", async () => {
    await virtually(async () => {
      const task = createTask(() => sleep(1));
      const needed = "wait() needs an array or set of tasks";
      await expect(wait(5 as never)).rejects.toThrow(new TypeError(`${needed}, not the number 5`));
      await expect(wait(task as never)).rejects.toThrow(new TypeError(`${needed}, not a promise`));
      await expect(wait([task], { returnWhen: "FIRST_COMPLETED" as never })).rejects.toThrow(
        /"allCompleted", "firstCompleted" or "firstException", not the string "FIRST_COMPLETED"/,
      );
      await task;
    });
  });

  test("resolves with all that are done, and throws none of their errors", async () => {
    await virtually(async () => {
      const good = createTask(() => sleep(5));
      const bad = createTask(() => fail("bad"));
      const { done, pending } = await wait<Task<unknown>>([good, bad]);
      expect(done).toEqual(new Set([good, bad]));
      expect(pending.size).toBe(0);
      expect((bad.exception() as Error).message).toBe("bad");
    });
  });

  test("on a timeout says what is pending and cancels nothing", async () => {
    await virtually(async () => {
      const quick = createTask(() => sleep(1));
      const slow = createTask(() => sleep(100));
      const { done, pending } = await wait([quick, slow], { timeout: 10 });
      expect([done.has(quick), pending.has(slow)]).toEqual([true, true]);
      await slow;
      expect(now()).toBe(100);
    });
  });

  test("returns at the first completed", async () => {
    await virtually(async () => {
      const slow = createTask(() => sleep(100));
      const { pending } = await wait([createTask(() => sleep(1)), slow], { returnWhen: "firstCompleted" });
      expect([...pending]).toEqual([slow]);
      expect(now()).toBe(1);
    });
  });

  test("returns at the first exception, not at a cancelled or finished one", async () => {
    await virtually(async () => {
      const cancelled = createTask(forever);
      const bad = createTask(() => fail("bad", 20));
      const tasks: Task<unknown>[] = [createTask(() => sleep(1)), cancelled, bad, createTask(() => sleep(100))];
      await sleep(0);
      cancelled.cancel();
      const { pending } = await wait(tasks, { returnWhen: "firstException" });
      expect(pending.size).toBe(1);
      expect(now()).toBe(20);
      bad.exception();
    });
  });

  test("returns at once when enough are done already", async () => {
    await virtually(async () => {
      const done = createTask(async () => {});
      await done;
      const { pending } = await wait<Future<unknown>>([done, forever()], { returnWhen: "firstCompleted" });
      expect(pending.size).toBe(1);
    });
  });

  test("when cancelled leaves the tasks alone", async () => {
    await virtually(async () => {
      const task = createTask(() => sleep(50, "kept"));
      const waiting = createTask(async () => await wait([task]));
      await sleep(1);
      waiting.cancel();
      await expect(waiting).rejects.toThrow(CancelledError);
      expect(await task).toBe("kept");
    });
  });
});

describe("race", () => {
  test("refuses an empty array, which nothing could ever win", async () => {
    await virtually(async () => {
      await expect(race([])).rejects.toThrow(TypeError);
    });
  });

  test("gives the first result, after the others were cancelled and have cleaned up", async () => {
    await virtually(async () => {
      const log: string[] = [];
      const slow = async (): Promise<string> => {
        try {
          return await sleep(1000, "slow");
        } finally {
          await sleep(5);
          log.push("cleaned");
        }
      };
      expect(await race([slow, () => sleep(10, "quick")])).toBe("quick");
      expect(log).toEqual(["cleaned"]);
      expect(now()).toBe(15);
    });
  });

  test("fails when the first to finish fails", async () => {
    await virtually(async () => {
      await expect(race([() => fail("first", 1), () => sleep(10, "late")])).rejects.toThrow("first");
    });
  });

  test("when cancelled cancels all and waits for their cleanup", async () => {
    await virtually(async () => {
      const log: string[] = [];
      const runner = async (): Promise<void> => {
        try {
          await forever();
        } finally {
          await sleep(5);
          log.push("cleaned");
        }
      };
      const racing = createTask(async () => await race([runner, runner]));
      await sleep(1);
      racing.cancel();
      await expect(racing).rejects.toThrow(CancelledError);
      expect(log).toEqual(["cleaned", "cleaned"]);
    });
  });

  test("gives the first to finish of those that finish in one turn, wherever it stands", async () => {
    await virtually(async () => {
      const [slow, fast] = [new Future<string>(), new Future<string>()];
      const winner = race([slow, fast]);
      fast.setResult("fast");
      slow.setResult("slow");
      expect(await winner).toBe("fast");
    });
  });

  test("gives back an item that a loser got in the turn of the winner", async () => {
    await virtually(async () => {
      const [first, second] = [new Queue<string>(), new Queue<string>()];
      const racing = createTask(async () => await race([first.get(), second.get()]));
      await sleep(1);
      first.putNowait("first");
      second.putNowait("second");
      expect(await racing).toBe("first");
      expect([first.size, second.size]).toEqual([0, 1]);
    });
  });

  test("gives back a lock that a loser got in the turn of the winner", async () => {
    await virtually(async () => {
      const lock = new Lock();
      const held = await lock.acquire();
      const event = new Event();
      const racing = createTask(async () => await race([event.wait(), lock.acquire()]));
      await sleep(1);
      event.set();
      held[Symbol.dispose]();
      expect(await racing).toBe(true);
      expect(lock.locked()).toBe(false);
    });
  });

  test("gives back what it had got when it is cancelled in that turn", async () => {
    await virtually(async () => {
      const queue = new Queue<string>();
      const racing = createTask(async () => await race([queue.get(), forever()]));
      await sleep(1);
      queue.putNowait("kept");
      racing.cancel();
      await expect(racing).rejects.toThrow(CancelledError);
      expect(queue.size).toBe(1);
    });
  });

  test("counts errors of the losers as retrieved", async () => {
    const reports: unknown[] = [];
    await run(
      async () => {
        const loser = async (): Promise<void> => {
          await forever().catch(() => {});
          throw new Error("loser");
        };
        expect(await race([loser, async () => "winner"])).toBe("winner");
      },
      { clock: new VirtualClock(), onUnhandled: (error) => reports.push(error) },
    );
    expect(reports).toEqual([]);
  });
});

describe("A then() that throws", () => {
  const bad: PromiseLike<never> = {
    then() {
      throw new Error("no promise");
    },
  };

  test("is the failure of that element, and strands no sibling", async () => {
    await virtually(async () => {
      const ended: string[] = [];
      const work = async (): Promise<void> => {
        await sleep(5);
        ended.push("work");
      };
      await expect(gather([work, bad])).rejects.toThrow("no promise");
      await expect(race([() => sleep(1000), bad])).rejects.toThrow("no promise");
      const outcomes: unknown[] = [];
      for await (const task of asCompleted([work, bad, work], { limit: 1 })) outcomes.push(task.exception());
      expect(outcomes).toEqual([undefined, new Error("no promise"), undefined]);
      expect(ended).toEqual(["work", "work", "work"]);
    });
  });
});

describe("asCompleted", () => {
  test("refuses what cannot be awaited", async () => {
    await virtually(async () => {
      expect(() => asCompleted([5 as never])).toThrow(/element 0/);
      expect(() => asCompleted([], { limit: 0 })).toThrow(RangeError);
    });
  });

  test("yields tasks in the order in which they finish, each done", async () => {
    await virtually(async () => {
      const results: unknown[] = [];
      for await (const task of asCompleted([() => sleep(30, "c"), () => sleep(10, "a"), () => sleep(20, "b")])) {
        expect(task.done()).toBe(true);
        results.push(task.result());
      }
      expect(results).toEqual(["a", "b", "c"]);
    });
  });

  test("hands very many out in time in proportion", async () => {
    const done = Array.from({ length: 200_000 }, () => {
      const future = new Future<void>();
      future.setResult();
      return future;
    });
    await run(async () => {
      let count = 0;
      for await (const future of asCompleted(done)) if (future.done()) count++;
      // Minutes, and so the end of the test's time, when each one moves all that follow it.
      expect(count).toBe(200_000);
    });
  });

  test("hands out once what is given more than once, and calls a function for each of its places", async () => {
    await virtually(async () => {
      let calls = 0;
      const work = coroutine(async () => ++calls)();
      const done = new Future<void>();
      done.setResult();
      const promise = Promise.resolve();
      const call = async (): Promise<number> => ++calls;
      const seen: unknown[] = [];
      for await (const task of asCompleted([work, work, done, done, promise, promise, call, call])) seen.push(task);
      expect(new Set(seen).size).toBe(5);
      expect(seen.length).toBe(5);
      expect(calls).toBe(3);
    });
  });

  test("closes the coroutines that it never starts, after a break and when the time is up", async () => {
    await virtually(async () => {
      const pause = coroutine(async () => await sleep(10));
      const left = [pause(), pause(), pause()];
      for await (const _ of asCompleted(left, { limit: 1 })) break;
      expect(left.map(isStartable)).toEqual([false, false, false]);
      const late = [pause(), pause(), pause(), pause()];
      const completions = asCompleted(late, { limit: 1, timeout: 15 });
      await completions.next();
      await expect(completions.next()).rejects.toThrow("timed out with 3 of 4 not done");
      expect(late.map(isStartable)).toEqual([false, false, false, false]);
      await expect(completions.next()).rejects.toThrow("timed out with 3 of 4 not done");
    });
  });

  test("hands failed tasks out too", async () => {
    await virtually(async () => {
      const outcomes: unknown[] = [];
      for await (const task of asCompleted([() => fail("bad", 5), () => sleep(1, "good")])) {
        outcomes.push(task.exception() ?? task.result());
      }
      expect(outcomes).toEqual(["good", new Error("bad")]);
    });
  });

  test("throws TimeoutError when the time for all is up, and cancels nothing", async () => {
    await virtually(async () => {
      const slow = createTask(() => sleep(100, "kept"));
      const seen: unknown[] = [];
      const loop = async (): Promise<void> => {
        for await (const task of asCompleted([() => sleep(1, "quick"), slow], { timeout: 10 }))
          seen.push(task.result());
      };
      await expect(loop()).rejects.toThrow(new TimeoutError("asCompleted() timed out with 1 of 2 not done"));
      expect(seen).toEqual(["quick"]);
      expect(await slow).toBe("kept");
    });
  });

  test("with a limit starts nothing more once who iterates is cancelled", async () => {
    await virtually(async () => {
      const started: number[] = [];
      const work = [1, 2, 3, 4].map((n) => async () => {
        started.push(n);
        await sleep(10);
      });
      const task = createTask(async () => {
        for await (const done of asCompleted(work, { limit: 1 })) done.result();
      });
      await sleep(15);
      task.cancel();
      await expect(task).rejects.toThrow(CancelledError);
      await sleep(1000);
      expect(started).toEqual([1, 2]);
    });
  });

  test("with a limit runs no more at once, and starts nothing more after a break", async () => {
    await virtually(async () => {
      let running = 0;
      let most = 0;
      let started = 0;
      const work = Array.from({ length: 10 }, () => async () => {
        started++;
        most = Math.max(most, ++running);
        await sleep(1);
        running--;
      });
      let seen = 0;
      for await (const _ of asCompleted(work, { limit: 3 })) if (++seen === 4) break;
      await sleep(50);
      expect(most).toBe(3);
      expect(started).toBe(9);
    });
  });

  test("of nothing is over at once", async () => {
    await virtually(async () => {
      expect(await asCompleted([]).next()).toEqual({ done: true, value: undefined });
    });
  });
});

describe("shield", () => {
  test("lets the work go on when who awaits it is cancelled", async () => {
    await virtually(async () => {
      const work = createTask(() => sleep(10, "saved"));
      const visitor = createTask(async () => await shield(work));
      await sleep(1);
      visitor.cancel();
      await expect(visitor).rejects.toThrow(CancelledError);
      expect(await work).toBe("saved");
    });
  });

  test("passes results, errors and a cancellation of the work on", async () => {
    await virtually(async () => {
      expect(await shield(async () => 1)).toBe(1);
      await expect(shield(() => fail("bad"))).rejects.toThrow("bad");
      const work = createTask(forever);
      const shielded = shield(work);
      await sleep(0);
      work.cancel("work itself");
      await expect(shielded).rejects.toThrow(new CancelledError("work itself"));
    });
  });

  test("of something done is that", async () => {
    await virtually(async () => {
      const done = new Future<number>();
      done.setResult(1);
      expect(shield(done)).toBe(done);
    });
  });

  test("leaves nothing behind in the work when it is cancelled", async () => {
    await virtually(async () => {
      const work = new Future<void>();
      const kept = shield(work);
      for (let count = 0; count < 5; count++) shield(work).cancel();
      expect(reactionsOf(work)).toBe(1);
      kept.cancel();
      expect(reactionsOf(work)).toBe(0);
    });
  });

  test("reports an error of the work also when it is cancelled before it has taken that, unless another has", async () => {
    const reports: unknown[] = [];
    await run(
      async () => {
        const [unseen, seen] = [new Future<void>(), new Future<void>()];
        const shielded = [shield(unseen), shield(seen)];
        const reader = seen.catch(() => "taken");
        unseen.setException(new Error("unseen"));
        seen.setException(new Error("seen"));
        for (const future of shielded) future.cancel();
        expect(await reader).toBe("taken");
        await sleep(1);
      },
      { clock: new VirtualClock(), onUnhandled: (error) => reports.push((error as Error).message) },
    );
    expect(reports).toEqual(["unseen"]);
  });

  test("reports an error of the work that nobody awaits any more", async () => {
    const reports: unknown[] = [];
    await run(
      async () => {
        const shielded = shield(() => fail("unseen", 5));
        await sleep(1);
        shielded.cancel();
        await expect(shielded).rejects.toThrow(CancelledError);
        await sleep(10);
      },
      { clock: new VirtualClock(), onUnhandled: (error) => reports.push((error as Error).message) },
    );
    expect(reports).toEqual(["unseen"]);
  });
});

describe("ensureFuture", () => {
  test("leaves futures as they are, makes tasks of runnables, and wraps promises", async () => {
    await virtually(async () => {
      const future = new Future<number>();
      expect(ensureFuture(future)).toBe(future);
      const work = coroutine(async () => "coroutine");
      expect(await ensureFuture(work())).toBe("coroutine");
      expect(await ensureFuture(async () => "function")).toBe("function");
      expect(await ensureFuture(Promise.resolve("promise"))).toBe("promise");
      await expect(ensureFuture(Promise.reject(new Error("foreign")))).rejects.toThrow("foreign");
      expect(() => ensureFuture(5 as never)).toThrow(/the number 5/);
      future.cancel();
    });
  });
});

describe("cancellable", () => {
  test("ends the await at once when the task is cancelled, whatever the promise does", async () => {
    await virtually(async () => {
      const task = createTask(async () => await cancellable(new Promise(() => {})));
      await sleep(0);
      task.cancel("no use waiting");
      await expect(task).rejects.toThrow(new CancelledError("no use waiting"));
    });
  });

  test("gives the promise's value or error", async () => {
    await virtually(async () => {
      expect(await cancellable(Promise.resolve(1))).toBe(1);
      await expect(cancellable(Promise.reject(new Error("foreign")))).rejects.toThrow("foreign");
      expect(() => cancellable(5 as never)).toThrow(TypeError);
    });
  });

  test("asks a promise once, however often it is waited for, and keeps nothing of waits that were cancelled", async () => {
    await virtually(async () => {
      const { promise, resolve } = Promise.withResolvers<number>();
      let asked = 0;
      const then = promise.then.bind(promise);
      promise.then = ((...callbacks: Parameters<typeof then>) => {
        asked++;
        return then(...callbacks);
      }) as typeof promise.then;
      for (let count = 0; count < 10; count++) cancellable(promise).cancel();
      const waits = [cancellable(promise), ensureFuture(promise)];
      expect(asked).toBe(1);
      resolve(7);
      expect([await waits[0], await waits[1], await cancellable(promise)]).toEqual([7, 7, 7]);
    });
  });

  test("takes what is no native promise as often as it is waited for: each wait may begin its work anew", async () => {
    await virtually(async () => {
      let begun = 0;
      const lazy = { then: (resolve: (value: number) => void) => resolve(++begun) } as unknown as PromiseLike<number>;
      expect([await cancellable(lazy), await cancellable(lazy)]).toEqual([1, 2]);
    });
  });

  test("reports an error that nobody takes to the run that waits, whoever asked the promise first", async () => {
    const { promise, reject } = Promise.withResolvers<never>();
    await run(async () => void cancellable(promise).cancel());
    const reports: unknown[] = [];
    await run(
      async () => {
        const future = cancellable(promise);
        reject(new Error("unseen"));
        await sleep(1);
        expect(future.done()).toBe(true);
      },
      { onUnhandled: (error) => reports.push((error as Error).message) },
    );
    expect(reports).toEqual(["unseen"]);
  });

  test("takes a late error of the promise, so that it is no unhandled rejection", async () => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", listener);
    await run(async () => {
      const late = Promise.withResolvers<never>();
      const task = createTask(async () => await cancellable(late.promise));
      await sleep(0);
      task.cancel();
      await expect(task).rejects.toThrow(CancelledError);
      late.reject(new Error("late"));
      await sleep(1);
    });
    process.off("unhandledRejection", listener);
    expect(unhandled).toEqual([]);
  });
});
