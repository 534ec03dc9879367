import {
  BoundedSemaphore,
  CancelledError,
  createTask,
  type Future,
  gather,
  run,
  RuntimeError,
  Semaphore,
  sleep,
} from "baedal";
import { explore } from "baedal/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { schedules } from "./schedules.ts";

const value = (semaphore: Semaphore): number => semaphore.statistics().value;

describe("A Semaphore used wrongly", () => {
  test("refuses a value that counts nothing", () => {
    expect(() => new Semaphore(-1)).toThrow(RangeError);
    expect(() => new Semaphore(1.5)).toThrow("must be a whole number of at least 0, not the number 1.5");
    expect(() => new Semaphore(Number.NaN)).toThrow(TypeError);
    expect(() => new BoundedSemaphore("4" as never)).toThrow(
      'The value of a BoundedSemaphore must be a whole number of at least 0, not the string "4"',
    );
  });

  test("refuses one release too many when it is bounded, and changes nothing", async () => {
    const seats = new BoundedSemaphore(1, { name: "seats" });
    expect(() => seats.release()).toThrow(RuntimeError);
    expect(() => seats.release()).toThrow(
      "BoundedSemaphore 'seats' was released too often: all of its 1 permits are there",
    );
    using _held = await seats.acquire();
    seats.release();
    expect(() => seats.release()).toThrow(RuntimeError);
    expect(value(seats)).toBe(1);
  });
});

describe("A Semaphore", () => {
  test("has one permit by default, none with 0, and any number with Infinity", async () => {
    expect(new Semaphore().locked()).toBe(false);
    expect(new Semaphore(0).locked()).toBe(true);
    const endless = new Semaphore(Infinity);
    for (let count = 0; count < 10; count++) expect(endless.acquire().done()).toBe(true);
    endless.release();
    expect(endless.locked()).toBe(false);
  });

  test("lets so many in at a time, in the order in which they asked", async () => {
    await run(async () => {
      const semaphore = new Semaphore(2);
      const log: number[] = [];
      let inside = 0;
      const enter = async (name: number): Promise<void> => {
        using _held = await semaphore.acquire();
        expect(++inside).toBeLessThanOrEqual(2);
        log.push(name);
        await sleep(0);
        inside--;
      };
      await gather([1, 2, 3, 4, 5].map((name) => () => enter(name)));
      expect(log).toEqual([1, 2, 3, 4, 5]);
      expect(semaphore.statistics()).toEqual({ value: 2, tasksWaiting: 0 });
    });
  });

  test("queues who acquires again behind those who wait", async () => {
    await run(async () => {
      const semaphore = new Semaphore(1);
      const log: string[] = [];
      const twice = async (name: string): Promise<void> => {
        for (const round of [1, 2]) {
          await semaphore.acquire();
          log.push(`${name}${round}`);
          await sleep(0);
          semaphore.release();
        }
      };
      await gather([() => twice("a"), () => twice("b"), () => twice("c")]);
      expect(log).toEqual(["a1", "b1", "c1", "a2", "b2", "c2"]);
    });
  });

  test("gives way to all who were woken before", async () => {
    await run(async () => {
      const semaphore = new Semaphore(1);
      const log: number[] = [];
      const enter = async (...names: number[]): Promise<void> => {
        for (const name of names) {
          await semaphore.acquire();
          log.push(name);
          if (name === 2) semaphore.release();
        }
      };
      const tasks = [createTask(() => enter(1)), createTask(() => enter(2, 4)), createTask(() => enter(3))];
      await sleep(0);
      semaphore.release();
      semaphore.release();
      await gather(tasks);
      expect(log).toEqual([1, 2, 3, 4]);
    });
  });

  test("grows by a release without an acquire", async () => {
    await run(async () => {
      const signals = new Semaphore(0);
      const waiter = createTask(() => signals.acquire());
      await sleep(0);
      signals.release();
      signals.release();
      await waiter;
      expect(value(signals)).toBe(1);
    });
  });

  test("describes its waits", async () => {
    await run(async () => {
      const waiters = [new Semaphore(0), new BoundedSemaphore(0, { name: "seats" })].map((semaphore) =>
        createTask(() => semaphore.acquire()),
      );
      await sleep(0);
      expect(waiters.map((task) => task.waitingOn)).toEqual([
        "Semaphore.acquire",
        "BoundedSemaphore.acquire of 'seats'",
      ]);
    });
  });
});

describe("The guard of a permit", () => {
  test("gives back once", async () => {
    const semaphore = new Semaphore(2);
    const held = await semaphore.acquire();
    await semaphore.acquire();
    held[Symbol.dispose]();
    held[Symbol.dispose]();
    expect(value(semaphore)).toBe(1);
  });

  test("does nothing after its task called release()", async () => {
    await run(async () => {
      const semaphore = new Semaphore(3);
      const others = await createTask(() => semaphore.acquire());
      {
        using _first = await semaphore.acquire();
        using _second = await semaphore.acquire();
        semaphore.release();
        expect(value(semaphore)).toBe(1);
      }
      expect(value(semaphore)).toBe(2);
      others[Symbol.dispose]();
      expect(value(semaphore)).toBe(3);
    });
  });

  test("stays good when another task releases to make more room", async () => {
    await run(async () => {
      const semaphore = new Semaphore(1);
      const held = await semaphore.acquire();
      await createTask(() => semaphore.release());
      expect(value(semaphore)).toBe(1);
      held[Symbol.dispose]();
      expect(value(semaphore)).toBe(2);
    });
  });

  test("never brings a bounded one above its bound", async () => {
    await run(async () => {
      const seats = new BoundedSemaphore(1);
      const held = await seats.acquire();
      await createTask(() => seats.release());
      held[Symbol.dispose]();
      expect(value(seats)).toBe(1);
    });
  });
});

describe("A cancelled acquire() of a Semaphore", () => {
  test("leaves the queue, and the order of the others stays", async () => {
    await run(async () => {
      const semaphore = new Semaphore(0);
      const log: number[] = [];
      const tasks = [1, 2, 3].map((name) => createTask(async () => void (await semaphore.acquire(), log.push(name))));
      await sleep(0);
      tasks[0]?.cancel();
      semaphore.release();
      semaphore.release();
      await gather(tasks, { returnExceptions: true });
      expect(log).toEqual([2, 3]);
      expect(value(semaphore)).toBe(0);
    });
  });

  test("passes its permit on when it had been woken in the same turn", async () => {
    await run(async () => {
      const semaphore = new Semaphore(0);
      const [woken, next] = [createTask(() => semaphore.acquire()), createTask(() => semaphore.acquire())];
      await sleep(0);
      semaphore.release();
      woken.cancel();
      await next;
      await expect(woken).rejects.toThrow(CancelledError);
      expect(semaphore.statistics()).toEqual({ value: 0, tasksWaiting: 0 });
    });
  });

  test("gives its permit back when nobody waits", async () => {
    await run(async () => {
      const seats = new BoundedSemaphore(1);
      const held = await seats.acquire();
      const woken = createTask(() => seats.acquire());
      await sleep(0);
      held[Symbol.dispose]();
      woken.cancel();
      await expect(woken).rejects.toThrow(CancelledError);
      expect(value(seats)).toBe(1);
    });
  });
});

describe("A Semaphore and two runs", () => {
  test("cannot be acquired in another run while permits are out or tasks wait", async () => {
    const semaphore = new Semaphore(2, { name: "shared" });
    const held = await semaphore.acquire();
    await expect(run(() => semaphore.acquire())).rejects.toThrow("Semaphore 'shared' is in use in another run");
    held[Symbol.dispose]();
    await run(async () => {
      using _held = await semaphore.acquire();
    });
    expect(value(semaphore)).toBe(2);
  });

  test("is free of the permits that a run left out when it ended", async () => {
    const semaphore = new Semaphore(2);
    await run(async () => void (await semaphore.acquire()));
    await run(async () => void (await semaphore.acquire()));
    expect(value(semaphore)).toBe(0);
  });
});

describe("A Semaphore under random schedules", () => {
  test("conserves its permits and serves in order, whatever is asked, released, disposed or cancelled", async () => {
    const step = fc.tuple(fc.constantFrom("acquire", "dispose", "cancel"), fc.nat(9));
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.array(step, { maxLength: 60 }), async (permits, steps) => {
        const semaphore = new BoundedSemaphore(permits);
        const waiting: Future<Disposable>[] = [];
        const held: Disposable[] = [];
        for (const [action, choice] of steps) {
          if (action === "acquire") waiting.push(semaphore.acquire());
          if (action === "dispose" && held.length > 0) held.splice(choice % held.length, 1)[0]?.[Symbol.dispose]();
          if (action === "cancel" && waiting.length > 0) waiting.splice(choice % waiting.length, 1)[0]?.cancel();
          // Whoever has a permit came before everybody who has none.
          while (waiting[0]?.done() === true) held.push(waiting.shift()?.result() as Disposable);
          expect(waiting.some((wait) => wait.done())).toBe(false);
          expect(semaphore.statistics()).toEqual({ value: permits - held.length, tasksWaiting: waiting.length });
          expect(semaphore.locked()).toBe(held.length === permits);
        }
        for (const wait of waiting) wait.cancel();
        for (const guard of held) guard[Symbol.dispose]();
        expect(value(semaphore)).toBe(permits);
      }),
      { numRuns: 500 },
    );
  });

  test("survives explored schedules with cancellations", async () => {
    const { runs } = await explore(
      async () => {
        const semaphore = new BoundedSemaphore(2);
        let inside = 0;
        const enter = async (): Promise<void> => {
          using _held = await semaphore.acquire();
          if (++inside > 2) throw new Error("too many inside");
          await sleep(0).finally(() => inside--);
        };
        const tasks = [1, 2, 3, 4, 5].map(() => createTask(enter));
        await sleep(0);
        tasks[2]?.cancel();
        await sleep(0);
        tasks[3]?.cancel();
        await gather(tasks, { returnExceptions: true });
        if (value(semaphore) !== 2) throw new Error("lost a permit");
      },
      { runs: schedules },
    );
    expect(runs).toBe(schedules);
  });
});
