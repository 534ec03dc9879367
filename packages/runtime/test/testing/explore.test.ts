import { AsyncLocalStorage } from "node:async_hooks";
import {
  createTask,
  CancelledError,
  DeadlockError,
  Future,
  gather,
  now,
  run,
  RuntimeError,
  sleep,
  timeout,
} from "baedal";
import { explore, ExploreError, type Exploration, type ExploreOptions, type Scenario } from "baedal/testing";
import { describe, expect, test } from "vitest";

/** The seed of this run of the tests; set BAEDAL_SEED to repeat one. */
const seed = Number(process.env["BAEDAL_SEED"] ?? Math.floor(Math.random() * 2 ** 32));
/** How many schedules a correct scenario has to survive. */
const runs = 10_000;
console.log(`explore.test.ts: BAEDAL_SEED=${seed}`);

async function failureOf(scenario: Scenario, options: ExploreOptions = {}): Promise<ExploreError> {
  const outcome: unknown = await explore(scenario, { seed, ...options }).catch((error: unknown) => error);
  if (outcome instanceof ExploreError) return outcome;
  throw new Error(`no schedule failed (seed ${seed})`, { cause: outcome });
}

/** A lock with as little as it takes: who finds it taken waits for its turn. */
class TinyLock {
  #taken = false;
  readonly #queue: Future<void>[] = [];

  async acquire(): Promise<void> {
    if (this.#taken) {
      const turn = new Future<void>();
      this.#queue.push(turn);
      await turn;
    }
    this.#taken = true;
  }

  release(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#taken = false;
    else next.setResult();
  }
}

/** Two couriers add to one purse; `guard` is what each does around its deposit. */
const deposits =
  (guard: (lock: TinyLock, deposit: () => Promise<void>) => Promise<void>) => async (): Promise<void> => {
    const lock = new TinyLock();
    let purse = 0;
    const deposit = async (): Promise<void> => {
      const before = purse;
      await sleep(0);
      purse = before + 1;
    };
    const courier = async (): Promise<void> => {
      await sleep(0);
      await guard(lock, deposit);
    };
    await gather([courier, courier, courier]);
    if (purse !== 3) throw new RangeError(`a deposit was lost: ${purse}`);
  };

const lostUpdate = deposits(async (_lock, deposit) => await deposit());
const guardedUpdate = deposits(async (lock, deposit) => {
  await lock.acquire();
  try {
    await deposit();
  } finally {
    lock.release();
  }
});

/** A notice that is not kept: who is not waiting when it comes has missed it. */
const notice = (isMissable: boolean) => async (): Promise<void> => {
  let waiter: Future<void> | undefined;
  let isReady = false;
  const cook = async (): Promise<void> => {
    for (let step = 0; step < 4; step++) await sleep(0);
    isReady = true;
    waiter?.setResult();
  };
  const courier = async (): Promise<void> => {
    await sleep(0);
    if (isReady) return;
    if (isMissable) await sleep(0); // looks at the map; the notice may come just now
    await (waiter = new Future<void>());
  };
  await gather([cook, courier]);
};

/** Two couriers need two keys each, and take them in the given orders. */
const keys = (orders: readonly (readonly [0 | 1, 0 | 1])[]) => async (): Promise<void> => {
  const locks = [new TinyLock(), new TinyLock()] as const;
  const couriers = orders.map(([first, second], index) => async (): Promise<void> => {
    for (let step = 0; step < index * 3; step++) await sleep(0); // in plain order the first is done by then
    await locks[first].acquire();
    await sleep(0);
    await locks[second].acquire();
    locks[second].release();
    locks[first].release();
  });
  await gather(couriers);
};

describe("explore refuses", () => {
  test("to run inside run", async () => {
    await run(async () => {
      await expect(explore(() => {})).rejects.toThrow(RuntimeError);
      await expect(explore(() => {})).rejects.toThrow("outside run()");
    });
  });

  test("what is not a function, and malformed options", async () => {
    await expect(explore(Promise.resolve() as never)).rejects.toThrow("a function that it can call many times");
    for (const wrong of [0, -1, 1.5, Number.NaN, "10"]) {
      await expect(explore(() => {}, { runs: wrong as never })).rejects.toThrow("The option runs");
    }
    await expect(explore(() => {}, { seed: -1 })).rejects.toThrow("The option seed");
  });
});

describe("explore finds", () => {
  test("a lost update", async () => {
    const error = await failureOf(lostUpdate);
    expect(error.cause).toBeInstanceOf(RangeError);
    expect(error.code).toBe("ERR_BAEDAL_EXPLORE");
    expect(error.message).toContain("a deposit was lost");
    expect(error.message).toContain(`seed: ${error.seed}`);
  });

  test("a lost wake-up that plain order hides", async () => {
    await run(notice(true), { handleSignals: false });
    const error = await failureOf(notice(true));
    expect(error.cause).toBeInstanceOf(DeadlockError);
    expect(error.message).toContain("departs from first come, first served");
  });

  test("locks taken in opposite orders, which plain order hides", async () => {
    const opposite = keys([
      [0, 1],
      [1, 0],
    ]);
    await run(opposite, { handleSignals: false });
    const error = await failureOf(opposite);
    expect(error.cause).toBeInstanceOf(DeadlockError);
  });

  test("what plain order always runs into, a sleep(0) that is over before a task made meanwhile begins among it", async () => {
    const usedAfterClose = async (): Promise<void> => {
      let isOpen = true;
      createTask(async () => {
        await sleep(0);
        isOpen = false;
      });
      createTask(async () => {
        createTask(async () => {
          if (!isOpen) throw new Error("used after close");
        });
      });
      await sleep(5);
    };
    const error = await failureOf(usedAfterClose);
    expect(error.message).toContain("plain order");
    await expect(explore(usedAfterClose, { seed: error.seed, runs: 1 })).rejects.toThrow("used after close");
  });

  test("an error that nobody retrieves", async () => {
    const error = await failureOf(async () => {
      createTask(() => {
        throw new RangeError("unseen");
      });
      await sleep(1);
    });
    expect(error.cause).toEqual(new RangeError("unseen"));
  });

  test("a scenario that does not come to an end", async () => {
    const error = await failureOf(
      async () => {
        for (;;) await sleep(0);
      },
      { runs: 1 },
    );
    expect(String(error.cause)).toContain("does not come to an end");
  });
});

describe("a failing seed", () => {
  test("replays the failure in the first run, with the same seed in the error", async () => {
    for (const scenario of [
      lostUpdate,
      notice(true),
      keys([
        [0, 1],
        [1, 0],
      ]),
    ]) {
      const found = await failureOf(scenario);
      for (let again = 0; again < 3; again++) {
        const replayed = await failureOf(scenario, { seed: found.seed, runs: 1 });
        expect(replayed.seed).toBe(found.seed);
        expect(String(replayed.cause)).toBe(String(found.cause));
      }
    }
  });

  test("replays exactly the order of events", async () => {
    const logs: string[][] = [];
    const scenario = async (): Promise<void> => {
      const log: string[] = [];
      logs.push(log);
      await gather(
        ["A", "B", "C", "D"].map((name) => async () => {
          for (let step = 0; step < 3; step++) {
            log.push(`${name}${step} at ${now()}`);
            await sleep(step === 1 ? 10 : 0);
          }
        }),
      );
      if (log.indexOf("D2 at 10") < log.indexOf("A0 at 0") + 8) throw new RangeError("D early");
    };
    const found = await failureOf(scenario);
    logs.length = 0;
    await failureOf(scenario, { seed: found.seed, runs: 1 });
    await failureOf(scenario, { seed: found.seed, runs: 1 });
    expect(logs.length).toBe(2);
    expect(logs[1]).toEqual(logs[0]);
  });

  test("is that of a schedule as simple as can be found", async () => {
    const opposite = keys([
      [0, 1],
      [1, 0],
    ]);
    for (const [scenario, least] of [
      [notice(true), 2],
      [opposite, 3],
    ] as const) {
      const error = await failureOf(scenario, { seed: 1 });
      expect(error.message).toContain(`at ${least} points`);
    }
  });

  test("is said not to replay when something else than the schedule decides", async () => {
    let count = 0;
    const moody = (): void => {
      if (++count === 5) throw new RangeError("once");
    };
    const error = await failureOf(moody);
    expect(error.message).toContain("something else than the schedule decides");
  });
});

describe("a correct scenario survives", () => {
  const survivors: Readonly<Record<string, Scenario>> = {
    "a guarded update": guardedUpdate,
    "a notice looked at once more": notice(false),
    "locks taken in one order": keys([
      [0, 1],
      [0, 1],
    ]),
  };
  for (const [name, scenario] of Object.entries(survivors)) {
    test(`${runs} schedules: ${name}`, { timeout: 120_000 }, async () => {
      const exploration = await explore(scenario, { runs, seed });
      expect(exploration).toMatchObject({ runs, seed });
      expect(exploration.schedules).toBeGreaterThan(10);
    });
  }

  test("whatever the library promises: a new task starts before sleep(0) returns, in the context of its creation", async () => {
    const store = new AsyncLocalStorage<string>();
    await explore(
      async () => {
        const seen: (string | undefined)[] = [];
        const task = store.run("creation", () => createTask(() => seen.push(store.getStore())));
        await sleep(0);
        expect([task.done(), seen]).toEqual([true, ["creation"]]);
      },
      { runs: 200, seed },
    );
  });

  test("cancellations and timeouts on virtual time", async () => {
    await explore(
      async () => {
        const start = now();
        const late = timeout(100, async () => await sleep(1000)).catch((error: unknown) => (error as Error).name);
        const cut = createTask(() => sleep(1000));
        createTask(async () => {
          await sleep(0);
          cut.cancel("enough");
        });
        expect(await late).toBe("TimeoutError");
        await expect(cut).rejects.toThrow(new CancelledError("enough"));
        expect(now() - start).toBe(100);
      },
      { runs: 200, seed },
    );
  });
});

describe("an exploration", () => {
  test("is the same for the same seed", async () => {
    const observe = async (): Promise<[Exploration, string[]]> => {
      const logs: string[] = [];
      const exploration = await explore(
        async () => {
          let log = "";
          await gather(
            ["A", "B", "C"].map((name) => async () => {
              log += name;
              await sleep(0);
              log += name;
            }),
          );
          logs.push(log);
        },
        { runs: 50, seed },
      );
      return [exploration, logs];
    };
    const [first, second] = [await observe(), await observe()];
    expect(second).toEqual(first);
    expect(new Set(first[1]).size).toBeGreaterThan(5);
  });

  test("draws a seed of its own when none is given", async () => {
    const explorations = await Promise.all([explore(() => {}, { runs: 1 }), explore(() => {}, { runs: 1 })]);
    expect(explorations[0].seed).not.toBe(explorations[1].seed);
  });

  test("leaves plain order behind when it is over", async () => {
    await failureOf(lostUpdate);
    const order: number[] = [];
    await run(async () => await gather([1, 2, 3, 4, 5].map((id) => async () => void order.push(await sleep(0, id)))));
    expect(order).toEqual([1, 2, 3, 4, 5]);
  });
});
