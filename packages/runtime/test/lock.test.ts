import {
  CancelledError,
  createTask,
  currentTask,
  DeadlockError,
  gather,
  Lock,
  run,
  RuntimeError,
  sleep,
  timeout,
  TimeoutError,
} from "baedal";
import { explore, VirtualClock } from "baedal/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { schedules } from "./schedules.ts";

describe("A Lock used wrongly", () => {
  test("refuses to be released when nobody has it", async () => {
    const lock = new Lock({ name: "till" });
    expect(() => lock.release()).toThrow(RuntimeError);
    expect(() => lock.release()).toThrow("Lock 'till' is not held, so it cannot be released");
    const held = await lock.acquire();
    lock.release();
    expect(() => lock.release()).toThrow("is not held");
    held[Symbol.dispose]();
  });

  test("is not reentrant: who has it waits for itself, which run reports", async () => {
    const lock = new Lock({ name: "till" });
    const twice = run(
      async () => {
        using _held = await lock.acquire();
        using _again = await lock.acquire();
      },
      { clock: new VirtualClock() },
    );
    await expect(twice).rejects.toThrow(DeadlockError);
    await expect(twice).rejects.toThrow("Lock.acquire of 'till'");
    expect(lock.locked()).toBe(false);
  });
});

describe("A Lock", () => {
  test("is there at once when nobody has it", async () => {
    const lock = new Lock();
    expect(lock.locked()).toBe(false);
    const acquired = lock.acquire();
    expect(acquired.done()).toBe(true);
    expect(lock.locked()).toBe(true);
    (await acquired)[Symbol.dispose]();
    expect(lock.locked()).toBe(false);
  });

  test("is released when the block of `using` is left, by an error too", async () => {
    const lock = new Lock();
    await expect(
      run(async () => {
        using _held = await lock.acquire();
        throw new Error("burnt");
      }),
    ).rejects.toThrow("burnt");
    expect(lock.locked()).toBe(false);
  });

  test("lets one in at a time, in the order in which they asked", async () => {
    await run(async () => {
      const lock = new Lock();
      const log: string[] = [];
      const enter = async (name: string): Promise<void> => {
        using _held = await lock.acquire();
        log.push(`${name} in`);
        await sleep(0);
        log.push(`${name} out`);
      };
      await gather(["a", "b", "c"].map((name) => () => enter(name)));
      expect(log).toEqual(["a in", "a out", "b in", "b out", "c in", "c out"]);
    });
  });

  test("goes to who waits, not to who comes right after the release", async () => {
    await run(async () => {
      const lock = new Lock();
      const log: string[] = [];
      const held = await lock.acquire();
      const waiter = createTask(async () => {
        using _held = await lock.acquire();
        log.push("waiter");
      });
      await sleep(0);
      held[Symbol.dispose]();
      expect(lock.locked()).toBe(true);
      using _again = await lock.acquire();
      log.push("again");
      await waiter;
      expect(log).toEqual(["waiter", "again"]);
    });
  });

  test("does nothing when its guard is disposed twice, or after release()", async () => {
    await run(async () => {
      const lock = new Lock();
      const first = await lock.acquire();
      first[Symbol.dispose]();
      const second = await lock.acquire();
      first[Symbol.dispose]();
      expect(lock.locked()).toBe(true);
      lock.release();
      using _third = await lock.acquire();
      second[Symbol.dispose]();
      expect(lock.locked()).toBe(true);
    });
  });

  test("may be released by another task", async () => {
    await run(async () => {
      const lock = new Lock();
      await lock.acquire();
      await createTask(() => lock.release());
      expect(lock.locked()).toBe(false);
    });
  });

  test("knows who has it and how many wait", async () => {
    await run(async () => {
      const lock = new Lock();
      expect(lock.statistics()).toEqual({ locked: false, owner: undefined, tasksWaiting: 0 });
      const held = await lock.acquire();
      const waiter = createTask(() => lock.acquire(), { name: "waiter" });
      await sleep(0);
      expect(lock.statistics()).toEqual({ locked: true, owner: currentTask(), tasksWaiting: 1 });
      expect(waiter.waitingOn).toBe("Lock.acquire");
      held[Symbol.dispose]();
      expect(lock.statistics()).toEqual({ locked: true, owner: waiter, tasksWaiting: 0 });
    });
  });

  test("is named with its owners when tasks wait in a circle", async () => {
    const [left, right] = [new Lock({ name: "left" }), new Lock({ name: "right" })];
    const both = async (first: Lock, second: Lock): Promise<void> => {
      using _first = await first.acquire();
      await sleep(0);
      using _second = await second.acquire();
    };
    const dinner = async (): Promise<void> => {
      const a = createTask(() => both(left, right), { name: "a" });
      const b = createTask(() => both(right, left), { name: "b" });
      await gather([a, b]);
    };
    const stuck = run(dinner, { clock: new VirtualClock() });
    await expect(stuck).rejects.toThrow("Lock.acquire of 'left'");
    await expect(stuck).rejects.toThrow(/a.*b.*a/);
  });
});

describe("A cancelled acquire() of a Lock", () => {
  test("leaves the queue, and those behind move up", async () => {
    await run(async () => {
      const lock = new Lock();
      const held = await lock.acquire();
      const tasks = [1, 2, 3].map(() => createTask(() => lock.acquire()));
      await sleep(0);
      tasks[0]?.cancel();
      tasks[1]?.cancel("no need");
      expect(lock.statistics().tasksWaiting).toBe(1);
      held[Symbol.dispose]();
      await tasks[2];
      await expect(tasks[1]).rejects.toThrow(new CancelledError("no need"));
      await expect(tasks[0]).rejects.toThrow(CancelledError);
    });
  });

  test("passes the lock on when it had been woken in the same turn", async () => {
    await run(async () => {
      const lock = new Lock();
      const held = await lock.acquire();
      const woken = createTask(() => lock.acquire());
      const next = createTask(() => lock.acquire());
      await sleep(0);
      held[Symbol.dispose]();
      woken.cancel();
      (await next)[Symbol.dispose]();
      await expect(woken).rejects.toThrow(CancelledError);
      expect(lock.locked()).toBe(false);
    });
  });

  test("frees the lock when it had been woken in the same turn and nobody waits", async () => {
    await run(async () => {
      const lock = new Lock();
      const held = await lock.acquire();
      const woken = createTask(() => lock.acquire());
      await sleep(0);
      held[Symbol.dispose]();
      woken.cancel();
      await expect(woken).rejects.toThrow(CancelledError);
      expect(lock.locked()).toBe(false);
    });
  });

  test("passes over the first waiter that is cancelled in the turn of the release", async () => {
    await run(async () => {
      const lock = new Lock();
      const held = await lock.acquire();
      const b = createTask(() => lock.acquire());
      const c = createTask(() => lock.acquire());
      await sleep(0);
      b.cancel();
      held[Symbol.dispose]();
      await c;
      expect(lock.locked()).toBe(true);
      expect(b.cancelled()).toBe(true);
    });
  });

  test("withdraws also as a plain future, and by a timeout", async () => {
    await run(async () => {
      const lock = new Lock();
      const held = await lock.acquire();
      const wait = lock.acquire();
      expect(wait.cancel()).toBe(true);
      expect(wait.cancel()).toBe(false);
      await expect(timeout(0, async () => await lock.acquire())).rejects.toThrow(TimeoutError);
      expect(lock.statistics().tasksWaiting).toBe(0);
      held[Symbol.dispose]();
      expect(lock.locked()).toBe(false);
    });
  });
});

describe("A Lock and two runs", () => {
  test("cannot be taken in another run while it is held, and can be when it is free again", async () => {
    const lock = new Lock({ name: "till" });
    using held = await lock.acquire();
    await expect(run(() => lock.acquire())).rejects.toThrow("Lock 'till' is in use in another run");
    await expect(run(() => lock.release())).rejects.toThrow(RuntimeError);
    held[Symbol.dispose]();
    await run(async () => {
      using _held = await lock.acquire();
    });
    expect(lock.locked()).toBe(false);
  });

  test("says so when a run has ended without giving it back", async () => {
    const lock = new Lock();
    await run(async () => void (await lock.acquire()));
    await expect(run(() => lock.acquire())).rejects.toThrow(
      "This Lock is in use in a run that has ended without giving it back",
    );
    lock.release();
    await run(async () => lock.acquire());
  });
});

describe("A Lock under random schedules", () => {
  test("is held by one at most and by nobody in the end, whoever is cancelled", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5), { minLength: 1, maxLength: 30 }), async (steps) => {
        await run(async () => {
          const lock = new Lock();
          let inside = 0;
          const enter = async (turns: number): Promise<void> => {
            using _held = await lock.acquire();
            expect(++inside).toBe(1);
            try {
              for (let turn = 0; turn < turns; turn++) await sleep(0);
            } finally {
              inside--;
            }
          };
          const tasks = steps.map((turns) => createTask(() => enter(turns % 3)));
          for (const [index, step] of steps.entries()) {
            if (step > 2) tasks[(index * 7) % tasks.length]?.cancel();
            if (step % 2 === 0) await sleep(0);
          }
          await gather(tasks, { returnExceptions: true });
          expect(lock.statistics()).toEqual({ locked: false, owner: undefined, tasksWaiting: 0 });
        });
      }),
      { numRuns: 200 },
    );
  });

  test("hands over to the one that asked first among those that still wait", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom("acquire", "release", "cancel"), { maxLength: 60 }), async (steps) => {
        await run(async () => {
          const lock = new Lock();
          const waits: { readonly wait: ReturnType<Lock["acquire"]>; readonly number: number }[] = [];
          const entered: number[] = [];
          let asked = 0;
          const settle = (): void => {
            while (waits[0]?.wait.done() === true) {
              const [first] = waits.splice(0, 1);
              if (first?.wait.cancelled() === false) entered.push(first.number);
            }
          };
          for (const [index, step] of steps.entries()) {
            if (step === "acquire") waits.push({ wait: lock.acquire(), number: asked++ });
            else if (step === "release" && lock.locked()) lock.release();
            else if (step === "cancel" && waits.length > 0) {
              const [left] = waits.splice(index % waits.length, 1);
              left?.wait.cancel();
            }
            settle();
            expect(lock.statistics().tasksWaiting).toBe(waits.length);
          }
          expect(entered).toEqual(entered.toSorted((a, b) => a - b));
          for (const { wait } of waits) wait.cancel();
        });
      }),
      { numRuns: 300 },
    );
  });

  test("survives explored schedules with cancellations", async () => {
    const { runs } = await explore(
      async () => {
        const lock = new Lock();
        let inside = 0;
        const enter = async (): Promise<void> => {
          using _held = await lock.acquire();
          if (++inside > 1) throw new Error("two inside");
          await sleep(0).finally(() => inside--);
        };
        const tasks = [1, 2, 3, 4].map(() => createTask(enter));
        await sleep(0);
        tasks[1]?.cancel();
        await sleep(0);
        tasks[2]?.cancel();
        await gather(tasks, { returnExceptions: true });
        if (lock.locked()) throw new Error("lost");
      },
      { runs: schedules },
    );
    expect(runs).toBe(schedules);
  });
});
