import {
  CancelledError,
  Condition,
  createTask,
  currentTask,
  gather,
  Lock,
  run,
  RuntimeError,
  sleep,
  type Task,
  timeout,
  TimeoutError,
} from "baedal";
import { explore } from "baedal/testing";
import { describe, expect, test } from "vitest";
import { schedules } from "./schedules.ts";

/** Starts a task that holds the lock and waits; it logs its name once it goes on. */
function waiter(condition: Condition, log: unknown[] = [], name: unknown = "waiter"): Task<void> {
  return createTask(async () => {
    using _held = await condition.acquire();
    await condition.wait();
    expect(condition.locked()).toBe(true);
    log.push(name);
  });
}

async function notify(condition: Condition, count?: number): Promise<void> {
  using _held = await condition.acquire();
  condition.notify(count);
}

describe("A Condition used wrongly", () => {
  test("refuses to wait or notify without the lock, and says how to take it", () => {
    const condition = new Condition({ name: "changed" });
    const hint =
      "needs the lock: Condition 'changed' is not held. Write `using held = await condition.acquire()` first";
    expect(() => condition.wait()).toThrow(new RuntimeError(`wait() ${hint}`));
    expect(() => condition.waitFor(() => false)).toThrow(new RuntimeError(`waitFor() ${hint}`));
    expect(() => condition.notify()).toThrow(new RuntimeError(`notify() ${hint}`));
    expect(() => condition.notifyAll()).toThrow(RuntimeError);
    expect(() => condition.release()).toThrow(RuntimeError);
    expect(condition.statistics().tasksWaiting).toBe(0);
  });

  test("refuses what is no lock", () => {
    expect(() => new Condition(5 as never)).toThrow("The lock of a Condition must be a Lock, not the number 5");
    expect(() => new Condition({ acquire() {} } as never)).toThrow(TypeError);
  });

  test("refuses a predicate that is no function, or gives a promise", async () => {
    const condition = new Condition();
    expect(() => condition.waitFor(true as never)).toThrow("waitFor() needs a function to ask, not true");
    expect(() => condition.waitFor(async () => false)).toThrow("must answer at once");
    using _held = await condition.acquire();
    expect(() => condition.waitFor(async () => false)).toThrow(TypeError);
    expect(condition.locked()).toBe(true);
  });
});

describe("Condition.wait()", () => {
  test("gives the lock away and has it back when it goes on", async () => {
    await run(async () => {
      const condition = new Condition();
      const log: unknown[] = [];
      const task = waiter(condition, log);
      await sleep(0);
      expect(condition.locked()).toBe(false);
      expect(condition.statistics()).toMatchObject({ tasksWaiting: 1, lockStatistics: { locked: false } });
      await notify(condition);
      await task;
      expect(log).toEqual(["waiter"]);
      expect(condition.locked()).toBe(false);
    });
  });

  test("goes on one after the other, in the order of waiting, as the lock gets free", async () => {
    await run(async () => {
      const condition = new Condition();
      const log: unknown[] = [];
      const waits = async (name: number): Promise<void> => {
        await condition.acquire();
        expect(await condition.wait()).toBe(true);
        log.push(name);
      };
      const tasks = [1, 2, 3].map((name) => createTask(() => waits(name)));
      await sleep(0);
      const held = await condition.acquire();
      condition.notify(2);
      await sleep(0);
      expect(log).toEqual([]);
      held[Symbol.dispose]();
      await sleep(0);
      expect(log).toEqual([1]);
      expect(condition.locked()).toBe(true);
      condition.notify();
      condition.notify();
      condition.release();
      await sleep(0);
      condition.release();
      await gather(tasks);
      expect(log).toEqual([1, 2, 3]);
      condition.release();
      expect(condition.locked()).toBe(false);
    });
  });

  test("wakes everybody with notifyAll(), and only those who wait by then", async () => {
    await run(async () => {
      const condition = new Condition();
      const log: unknown[] = [];
      const tasks = [1, 2, 3].map((name) => waiter(condition, log, name));
      await sleep(0);
      {
        using _held = await condition.acquire();
        condition.notifyAll();
      }
      await gather(tasks);
      expect(log).toEqual([1, 2, 3]);
      const late = waiter(condition, log, "late");
      await sleep(0);
      expect(late.done()).toBe(false);
      late.cancel();
    });
  });

  test("lets who notified take the lock again before, as in asyncio", async () => {
    await run(async () => {
      const condition = new Condition();
      const log: unknown[] = [];
      const task = waiter(condition, log);
      await sleep(0);
      {
        using _held = await condition.acquire();
        condition.notify();
      }
      {
        using _held = await condition.acquire();
        log.push("notifier again");
      }
      await task;
      expect(log).toEqual(["notifier again", "waiter"]);
    });
  });

  test("keeps the guard of the lock good across the wait", async () => {
    await run(async () => {
      const lock = new Lock();
      const condition = new Condition(lock);
      const task = createTask(async () => {
        const held = await condition.acquire();
        await condition.wait();
        expect(lock.statistics().owner).toBe(currentTask());
        held[Symbol.dispose]();
        expect(lock.locked()).toBe(false);
      });
      await sleep(0);
      await notify(condition);
      await task;
    });
  });

  test("can be called by another task than the one that took the lock", async () => {
    await run(async () => {
      const condition = new Condition();
      await condition.acquire();
      const task = createTask(() => condition.wait());
      await sleep(0);
      expect(condition.locked()).toBe(false);
      await notify(condition);
      expect(await task).toBe(true);
      expect(condition.statistics().lockStatistics.owner).toBe(task);
      condition.release();
    });
  });

  test("shares its lock with other conditions", async () => {
    await run(async () => {
      const lock = new Lock();
      const [full, empty] = [new Condition(lock, { name: "full" }), new Condition(lock)];
      const task = waiter(full);
      await sleep(0);
      expect(task.waitingOn).toBe("Condition.wait of 'full'");
      using held = await empty.acquire();
      expect(full.locked()).toBe(true);
      full.notifyAll();
      held[Symbol.dispose]();
      await task;
    });
  });
});

describe("A cancelled Condition.wait()", () => {
  test("takes the lock back first", async () => {
    await run(async () => {
      const condition = new Condition();
      const log: string[] = [];
      const task = createTask(async () => {
        using _held = await condition.acquire();
        try {
          await condition.wait();
        } catch (error) {
          log.push(condition.locked() ? "locked" : "unlocked");
          throw error;
        }
      });
      await sleep(0);
      const held = await condition.acquire();
      task.cancel("enough");
      await sleep(0);
      expect(log).toEqual([]);
      expect(condition.statistics().lockStatistics.tasksWaiting).toBe(1);
      held[Symbol.dispose]();
      await expect(task).rejects.toThrow(new CancelledError("enough"));
      expect(log).toEqual(["locked"]);
      expect(condition.locked()).toBe(false);
    });
  });

  test("takes the lock back however often it is cancelled, with the last message", async () => {
    await run(async () => {
      const condition = new Condition();
      const task = waiter(condition);
      await sleep(0);
      const held = await condition.acquire();
      task.cancel("first");
      await sleep(0);
      task.cancel("second");
      await sleep(0);
      expect(task.done()).toBe(false);
      held[Symbol.dispose]();
      await expect(task).rejects.toThrow(new CancelledError("second"));
      expect(condition.locked()).toBe(false);
    });
  });

  test("passes a notification on that it received while it waits for the lock", async () => {
    await run(async () => {
      const condition = new Condition();
      const log: unknown[] = [];
      const [first, second] = [waiter(condition, log, "first"), waiter(condition, log, "second")];
      await sleep(0);
      const held = await condition.acquire();
      condition.notify();
      await sleep(0);
      first.cancel();
      held[Symbol.dispose]();
      await second;
      await expect(first).rejects.toThrow(CancelledError);
      expect(log).toEqual(["second"]);
    });
  });

  test("passes a notification on when it was notified and cancelled in the same turn", async () => {
    await run(async () => {
      const condition = new Condition();
      const log: unknown[] = [];
      const [first, second] = [waiter(condition, log, "first"), waiter(condition, log, "second")];
      await sleep(0);
      const held = await condition.acquire();
      condition.notify();
      first.cancel();
      held[Symbol.dispose]();
      await second;
      expect(first.cancelled()).toBe(true);
    });
  });

  test("passes a notification on when the lock came back and it was cancelled in the same turn", async () => {
    await run(async () => {
      const condition = new Condition();
      const log: unknown[] = [];
      const [first, second] = [waiter(condition, log, "first"), waiter(condition, log, "second")];
      await sleep(0);
      const held = await condition.acquire();
      condition.notify();
      await sleep(0);
      held[Symbol.dispose]();
      first.cancel();
      await second;
      await expect(first).rejects.toThrow(CancelledError);
      expect(log).toEqual(["second"]);
      expect(condition.locked()).toBe(false);
    });
  });

  test("uses up no notification that it did not receive", async () => {
    await run(async () => {
      const condition = new Condition();
      const log: unknown[] = [];
      const [first, second] = [waiter(condition, log, "first"), waiter(condition, log, "second")];
      await sleep(0);
      first.cancel();
      await sleep(0);
      expect(second.done()).toBe(false);
      await notify(condition);
      await second;
      expect(log).toEqual(["second"]);
    });
  });

  test("ends as the TimeoutError of a timeout, with the lock held", async () => {
    await run(async () => {
      const condition = new Condition();
      using _held = await condition.acquire();
      await expect(timeout(0, async () => await condition.wait())).rejects.toThrow(TimeoutError);
      expect(condition.locked()).toBe(true);
    });
  });
});

describe("Condition.waitFor()", () => {
  test("does not wait, nor need the lock, when the predicate agrees already", async () => {
    expect(await new Condition().waitFor(() => [1, 2, 3])).toEqual([1, 2, 3]);
  });

  test("asks again after each notification, with the lock held, and gives the answer", async () => {
    await run(async () => {
      const condition = new Condition();
      let presses = 0;
      const task = createTask(async () => {
        using _held = await condition.acquire();
        return await condition.waitFor(() => {
          expect(condition.locked()).toBe(true);
          expect(currentTask()).toBe(task);
          return presses >= 3 ? `pressed ${presses}` : 0;
        });
      });
      for (let press = 0; press < 3; press++) {
        await sleep(0);
        expect(task.done()).toBe(false);
        presses++;
        await notify(condition);
      }
      expect(await task).toBe("pressed 3");
      expect(condition.locked()).toBe(false);
    });
  });

  test("throws what the predicate throws, with the lock held", async () => {
    await run(async () => {
      const condition = new Condition();
      let burnt = false;
      const task = createTask(async () => {
        await condition.acquire();
        await condition.waitFor(() => {
          if (burnt) throw new Error("burnt");
        });
      });
      await sleep(0);
      burnt = true;
      await notify(condition);
      await expect(task).rejects.toThrow("burnt");
      expect(condition.locked()).toBe(true);
      condition.release();
    });
  });

  test("passes a notification on when it is cancelled before it could ask", async () => {
    await run(async () => {
      const condition = new Condition();
      let bowls = 0;
      const takes = async (): Promise<number> => {
        using _held = await condition.acquire();
        await condition.waitFor(() => bowls > 0);
        return bowls--;
      };
      const [first, second] = [createTask(takes), createTask(takes)];
      await sleep(0);
      {
        using _held = await condition.acquire();
        bowls = 1;
        condition.notify();
        first.cancel();
      }
      expect(await second).toBe(1);
      expect(first.cancelled()).toBe(true);
    });
  });
});

test("Conditions lose no notification under explored schedules with cancellations", async () => {
  const { runs } = await explore(
    async () => {
      const condition = new Condition();
      let bowls = 0;
      const fed = new Set<number>();
      const takes = async (name: number): Promise<void> => {
        using _held = await condition.acquire();
        await condition.waitFor(() => bowls > 0);
        bowls--;
        fed.add(name);
      };
      const brings = async (): Promise<void> => {
        using _held = await condition.acquire();
        bowls++;
        condition.notify();
      };
      const takers = [0, 1, 2, 3].map((name) => createTask(() => takes(name)));
      const bringers = [1, 2, 3].map(() => createTask(brings));
      await sleep(0);
      takers[0]?.cancel();
      await gather(bringers);
      await gather(takers.slice(0, 1), { returnExceptions: true });
      if (fed.has(0)) await brings();
      // The other three have three bowls: if a notification were lost, this would be a deadlock.
      await gather(takers, { returnExceptions: true });
      if (condition.locked() || condition.statistics().tasksWaiting > 0) throw new Error("somebody is left");
    },
    { runs: schedules },
  );
  expect(runs).toBe(schedules);
});

test("A Condition cannot be waited for in another run while tasks of one wait", async () => {
  const condition = new Condition();
  await condition.acquire();
  const wait = condition.wait();
  await expect(run(() => condition.acquire().then(() => condition.wait()))).rejects.toThrow("in use in");
  if (condition.locked()) condition.release();
  wait.cancel();
  await expect(wait).rejects.toThrow(CancelledError);
});
