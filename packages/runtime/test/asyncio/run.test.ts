import {
  createTask,
  currentTask,
  DeadlockError,
  run as runTasks,
  sleep,
  type Task,
  taskGroup,
  timeout,
  wait,
} from "baedal";
import { VirtualClock } from "baedal/testing";
import { expect, test } from "vitest";
import { Boom, fate, forever, type Log, recorded, sleeper } from "./recorded.ts";

const scenario = recorded("run");

function me(): Task<unknown> {
  return currentTask() as Task<unknown>;
}

/** Takes its time to clean up. */
async function slow(log: Log, name: string): Promise<void> {
  try {
    await sleep(100);
  } finally {
    log(name, "cleaning");
    await sleep(20);
    log(name, "clean");
  }
}

scenario.outside("result", async (_log, run) => {
  await run(async () => await sleep(10, "bowl"));
});

scenario.outside("error", async (_log, run) => {
  await run(async () => {
    await sleep(10);
    throw new Boom("main");
  });
});

scenario.outside("two_runs_one_after_another", async (log, run) => {
  await run(async () => void (await sleeper(log, "first", 10)));
  await run(async () => void (await sleeper(log, "second", 10)));
});

scenario.outside("leftovers_are_cancelled", async (log, run) => {
  await run(async () => {
    for (const name of ["A", "B"]) createTask(() => sleeper(log, name, 100));
    await sleep(10);
    log("main ends");
    return "main";
  });
});

scenario.outside("leftovers_that_never_started", async (log, run) => {
  await run(async () => {
    createTask(() => sleeper(log, "A", 100));
    log("main ends");
  });
});

scenario.outside("leftovers_clean_up", async (log, run) => {
  await run(async () => {
    createTask(() => slow(log, "task"));
    await sleep(10);
  });
});

scenario.outside("leftovers_fail", async (_log, run) => {
  const failing = async (): Promise<void> => {
    try {
      await sleep(100);
    } finally {
      // oxlint-disable-next-line no-unsafe-finally -- what happens then is the point
      throw new Boom("cleanup");
    }
  };
  await run(async () => {
    createTask(failing);
    await sleep(10);
    return "main";
  });
});

scenario.outside("leftovers_refuse", async (log, run) => {
  const stubborn = async (): Promise<void> => {
    await fate(log, "stubborn", sleep(100));
    await sleep(20);
    log("stubborn ends");
  };
  await run(async () => {
    createTask(stubborn);
    await sleep(10);
  });
});

scenario.outside("leftovers_after_an_error", async (log, run) => {
  await run(async () => {
    createTask(() => sleeper(log, "A", 100));
    await sleep(10);
    throw new Boom("main");
  });
});

scenario.outside("leftovers_of_several_kinds", async (log, run) => {
  const parked = async (name: string, awaitable: PromiseLike<unknown>): Promise<void> => {
    try {
      await awaitable;
    } catch (error) {
      log(name, error);
      throw error;
    }
  };
  await run(async () => {
    const inner = createTask(() => parked("parked", forever()));
    createTask(() => parked("waiting", inner));
    await sleep(10);
    log("main ends");
  });
});

scenario.outside("main_is_cancelled_by_a_task", async (log, run) => {
  await run(async () => {
    const main = me();
    createTask(async () => {
      await sleep(10);
      log("kill", main.cancel("killed"));
    });
    await sleeper(log, "main", 100);
  });
});

scenario.outside("main_swallows_its_cancellation", async (log, run) => {
  await run(async () => {
    const main = me();
    createTask(async () => {
      await sleep(10);
      main.cancel();
    });
    await fate(log, "main", sleep(100));
    return "survived";
  });
});

scenario.outside("unhandled_error_group", async (log, run) => {
  await run(() => taskGroup((group) => void group.createTask(() => sleeper(log, "A", 10, new Boom("a")))));
});

scenario.outside("timeout_of_main", async (_log, run) => {
  await run(() => timeout(10, async () => await sleep(100)));
});

scenario.outside("nested", async (log, run) => {
  await run(async () => {
    try {
      await runTasks(() => sleep(10));
    } catch (error) {
      log("refused", error);
    }
  });
});

scenario.outside("leftovers_in_a_group_clean_up", async (log, run) => {
  await run(async () => {
    createTask(async () => {
      await taskGroup((group) => {
        group.createTask(() => slow(log, "A"));
        group.createTask(() => slow(log, "B"));
      });
    });
    await sleep(10);
  });
});

scenario.outside("leftovers_in_a_group_whose_body_waits_clean_up", async (log, run) => {
  await run(async () => {
    createTask(async () => {
      await taskGroup(async (group) => {
        group.createTask(() => slow(log, "child"));
        await sleeper(log, "body", 100);
      });
    });
    await sleep(10);
  });
});

// asyncio knows no deadlocks; what the end of a run does, this does too.
test("at a deadlock the children of a group clean up undisturbed, though its body waits too", async () => {
  const log: string[] = [];
  const child = async (): Promise<void> => {
    try {
      await forever();
    } finally {
      await sleep(10);
      log.push("clean");
    }
  };
  const main = (): Promise<void> =>
    taskGroup(async (group) => {
      group.createTask(child);
      await forever();
    });
  await expect(runTasks(main, { clock: new VirtualClock() })).rejects.toBeInstanceOf(DeadlockError);
  expect(log).toEqual(["clean"]);
});

scenario.differs(
  "leftover_in_a_zero_sleep_when_main_ends",
  {
    // `run` cancels at once what is left, and does not wait until the event loop has turned. In asyncio the loop makes one more
    // round, in which it learns that main has ended.
    why: "run does not wait for a turn of the event loop before it cancels what is left",
    log: `[10] main ends
      [10] naps
      [10] run returned none`,
  },
  async (log) => {
    createTask(async () => {
      await sleep(10);
      log("naps");
      await sleep(0);
      log("napped");
    });
    await sleep(10);
    log("main ends");
  },
);

scenario.differs(
  "leftover_whose_wait_is_over_when_main_ends",
  {
    // What is ready when main ends, and what that wakes, may go on before `run` does. In asyncio the loop makes one more round,
    // in which the child ends; its parent would go on in the one after, and is cancelled before.
    why: "a leftover that is woken before run goes on is not interrupted",
    log: `[10] main ends
      [10] child ends
      [10] parent waited
      [10] run returned none`,
  },
  async (log) => {
    createTask(async () => {
      await sleep(10);
      await wait([createTask(() => log("child ends"))]);
      log("parent waited");
    });
    await sleep(10);
    log("main ends");
  },
);
