import {
  CancelledError,
  createTask,
  currentTask,
  ExceptionGroup,
  sleep,
  type Task,
  type TaskGroup,
  taskGroup,
  timeout,
} from "baedal";
import { Boom, fate, type Log, recorded, sleeper } from "./recorded.ts";

const scenario = recorded("taskgroups");

function me(): Task<unknown> {
  return currentTask() as Task<unknown>;
}

/** Fails when it is cancelled. */
async function failsInCleanup(message: string): Promise<void> {
  try {
    await sleep(100);
  } finally {
    // oxlint-disable-next-line no-unsafe-finally -- what happens then is the point
    throw new Boom(message);
  }
}

scenario("waits_for_all", async (log) => {
  await taskGroup((group) => {
    for (const [name, time] of Object.entries({ A: 30, B: 10, C: 20 }))
      group.createTask(() => sleeper(log, name, time));
    log("body ends");
  });
  log("all done");
});

scenario("results", async (log) => {
  const [a, b] = await taskGroup((group) => [
    group.createTask(() => sleep(20, 1)),
    group.createTask(() => sleep(10, 2)),
  ]);
  log((a?.result() ?? NaN) + (b?.result() ?? NaN));
});

scenario("empty", async (log) => {
  await taskGroup(() => log("nothing"));
});

scenario("child_fails", async (log) => {
  const body = (group: TaskGroup): void => {
    group.createTask(() => sleeper(log, "A", 30));
    group.createTask(() => sleeper(log, "B", 10, new Boom("b")));
    log("body ends");
  };
  await fate(log, "group", taskGroup(body));
  log(me().cancelling());
});

scenario("child_fails_while_the_body_waits", async (log) => {
  const body = async (group: TaskGroup): Promise<void> => {
    group.createTask(() => sleeper(log, "A", 10, new Boom("a")));
    await sleeper(log, "body", 50);
  };
  await fate(log, "group", taskGroup(body));
  log(me().cancelling());
});

scenario("body_fails", async (log) => {
  const body = async (group: TaskGroup): Promise<void> => {
    group.createTask(() => sleeper(log, "A", 30));
    await sleep(10);
    throw new Boom("body");
  };
  await fate(log, "group", taskGroup(body));
});

scenario("body_fails_at_once", async (log) => {
  const body = async (group: TaskGroup): Promise<void> => {
    group.createTask(() => sleeper(log, "A", 30));
    throw new Boom("body");
  };
  await fate(log, "group", taskGroup(body));
});

scenario("two_fail_in_one_turn", async (log) => {
  const body = (group: TaskGroup): void => {
    group.createTask(() => sleeper(log, "A", 10, new Boom("a")));
    group.createTask(() => sleeper(log, "B", 10, new Boom("b")));
    group.createTask(() => sleeper(log, "C", 20));
  };
  await fate(log, "group", taskGroup(body));
});

scenario("errors_in_cleanup_are_added", async (log) => {
  const badCleanup = async (name: string): Promise<void> => {
    try {
      await sleep(100);
    } finally {
      log(name, "cleaning");
      // oxlint-disable-next-line no-unsafe-finally -- what happens then is the point
      throw new Boom(name);
    }
  };
  const body = (group: TaskGroup): void => {
    group.createTask(() => badCleanup("A"));
    group.createTask(() => badCleanup("B"));
    group.createTask(() => sleeper(log, "C", 10, new Boom("c")));
  };
  await fate(log, "group", taskGroup(body));
});

scenario("child_and_body_fail", async (log) => {
  const body = async (group: TaskGroup): Promise<void> => {
    group.createTask(() => sleeper(log, "A", 10, new Boom("a")));
    try {
      await sleep(50);
    } catch {
      throw new Boom("body");
    }
  };
  await fate(log, "group", taskGroup(body));
});

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

scenario("siblings_clean_up_slowly", async (log) => {
  const body = (group: TaskGroup): void => {
    group.createTask(() => slow(log, "A"));
    group.createTask(() => sleeper(log, "B", 10, new Boom("b")));
  };
  await fate(log, "group", taskGroup(body));
});

scenario("sibling_refuses", async (log) => {
  const stubborn = async (): Promise<void> => {
    await fate(log, "stubborn", sleep(100));
    await sleep(10);
    log("stubborn ends");
  };
  const body = (group: TaskGroup): void => {
    group.createTask(stubborn);
    group.createTask(() => sleeper(log, "B", 10, new Boom("b")));
  };
  await fate(log, "group", taskGroup(body));
});

scenario("body_refuses", async (log) => {
  const body = async (group: TaskGroup): Promise<void> => {
    group.createTask(() => sleeper(log, "A", 10, new Boom("a")));
    await fate(log, "body", sleep(50));
    await sleep(10);
    log("body ends");
  };
  await fate(log, "group", taskGroup(body));
  log(me().cancelling());
});

scenario("child_is_cancelled", async (log) => {
  const a = await taskGroup(async (group) => {
    const first = group.createTask(() => sleeper(log, "A", 30));
    group.createTask(() => sleeper(log, "B", 20));
    await sleep(10);
    first.cancel("alone");
    return [first];
  });
  log(a[0]?.cancelled());
});

scenario("child_cancels_itself", async (log) => {
  await taskGroup((group) => {
    group.createTask(async () => {
      me().cancel();
      await sleep(10);
    });
    group.createTask(() => sleeper(log, "B", 20));
  });
  log("all done");
});

scenario("body_awaits_a_cancelled_child", async (log) => {
  const body = async (group: TaskGroup): Promise<void> => {
    const a = group.createTask(() => sleeper(log, "A", 30));
    group.createTask(() => sleeper(log, "B", 50));
    await sleep(10);
    a.cancel("alone");
    await a;
  };
  const task = createTask(() => taskGroup(body));
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("body_awaits_a_failing_child", async (log) => {
  const body = async (group: TaskGroup): Promise<void> => {
    const a = group.createTask(() => sleeper(log, "A", 10, new Boom("a")));
    await fate(log, "body sees", a);
    await fate(log, "body then", sleep(20));
  };
  await fate(log, "group", taskGroup(body));
});

scenario("cancelled_from_outside_in_the_body", async (log) => {
  const body = async (group: TaskGroup): Promise<void> => {
    group.createTask(() => sleeper(log, "A", 50));
    await sleeper(log, "body", 50);
  };
  const task = createTask(() => taskGroup(body));
  await sleep(10);
  task.cancel("outside");
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("cancelled_from_outside_while_it_waits", async (log) => {
  const body = (group: TaskGroup): void => {
    group.createTask(() => sleeper(log, "A", 50));
    group.createTask(() => sleeper(log, "B", 50));
  };
  const task = createTask(() => taskGroup(body));
  await sleep(10);
  task.cancel("outside");
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("cancelled_twice_while_it_waits", async (log) => {
  const child = async (): Promise<void> => {
    try {
      await sleep(100);
    } finally {
      log("cleaning");
      await fate(log, "cleanup", sleep(30));
    }
  };
  const task = createTask(() => taskGroup((group) => void group.createTask(child)));
  await sleep(10);
  task.cancel("first");
  await sleep(10);
  task.cancel("second");
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario.differs(
  "cancelled_from_outside_and_a_child_fails",
  {
    // An external cancellation is re-armed, with its message: `CancelledError` has `message` = the cancel message.
    why: "the re-armed cancellation keeps its message",
    log: `[10] group threw ExceptionGroup[Boom(cleanup)] 1
      [10] next wait threw CancelledError(outside)
      [20] one more gave none
      [20] task gave none
      [20] run returned none`,
  },
  async (log) => {
    const task = createTask(async () => {
      try {
        await taskGroup((group) => void group.createTask(() => failsInCleanup("cleanup")));
      } catch (error) {
        log("group threw", error, me().cancelling());
      }
      await fate(log, "next wait", sleep(10));
      await fate(log, "one more", sleep(10));
    });
    await sleep(10);
    task.cancel("outside");
    await fate(log, "task", task);
  },
);

scenario.differs(
  "child_fails_and_then_cancelled_from_outside",
  {
    // An external cancellation is re-armed, with its message: `CancelledError` has `message` = the cancel message.
    why: "the re-armed cancellation keeps its message",
    log: `[0] B starts
      [10] B ends
      [30] clean
      [30] group threw ExceptionGroup[Boom(b)] 1
      [30] next wait threw CancelledError(outside)
      [30] task gave none
      [30] run returned none`,
  },
  async (log) => {
    const child = async (): Promise<void> => {
      try {
        await sleep(100);
      } finally {
        await sleep(20);
        log("clean");
      }
    };
    const task = createTask(async () => {
      try {
        await taskGroup((group) => {
          group.createTask(child);
          group.createTask(() => sleeper(log, "B", 10, new Boom("b")));
        });
      } catch (error) {
        log("group threw", error, me().cancelling());
      }
      await fate(log, "next wait", sleep(10));
    });
    await sleep(15);
    task.cancel("outside");
    await fate(log, "task", task);
  },
);

/** A task with a group, in which `child` arranges a failure and a cancellation. */
async function failsWhileCancelled(log: Log, child: (group: TaskGroup, task: Task<unknown>) => void): Promise<void> {
  const task = createTask(async () => {
    try {
      await taskGroup(async (group) => {
        child(group, me());
        await fate(log, "body", sleep(50));
      });
    } catch (error) {
      log("group threw", error, me().cancelling());
    }
    await fate(log, "next wait", sleep(10));
  });
  await fate(log, "task", task);
}

scenario("cancelled_from_outside_just_before_a_child_fails", async (log) => {
  await failsWhileCancelled(log, (group, task) => {
    group.createTask(async () => {
      await sleep(10);
      task.cancel("outside");
      throw new Boom("a");
    });
  });
});

scenario("cancelled_from_outside_just_after_a_child_failed", async (log) => {
  await failsWhileCancelled(log, (group, task) => {
    const failing = group.createTask(() => sleeper(log, "A", 10, new Boom("a")));
    failing.addDoneCallback(() => task.cancel("outside"));
  });
});

scenario("child_starts_a_sibling", async (log) => {
  await taskGroup((group) => {
    group.createTask(async () => {
      log("parent");
      await sleep(10);
      group.createTask(() => sleeper(log, "sibling", 20));
    });
  });
  log("all done");
});

/** Tries to start a task in a group that takes none. */
function tryLate(log: Log, group: TaskGroup): void {
  try {
    group.createTask(async () => {});
  } catch (error) {
    log("refused", error);
  }
}

scenario("used_after_its_end", async (log) => {
  tryLate(log, await taskGroup((group) => group));
});

scenario("used_while_it_aborts", async (log) => {
  const late = async (group: TaskGroup): Promise<void> => {
    try {
      await sleep(100);
    } finally {
      tryLate(log, group);
    }
  };
  const body = (group: TaskGroup): void => {
    group.createTask(() => late(group));
    group.createTask(() => sleeper(log, "B", 10, new Boom("b")));
  };
  await fate(log, "group", taskGroup(body));
});

scenario("nested", async (log) => {
  await taskGroup(async (outer) => {
    outer.createTask(() => sleeper(log, "outer child", 30));
    await taskGroup((inner) => void inner.createTask(() => sleeper(log, "inner child", 20)));
    log("inner done");
  });
  log("outer done");
});

scenario("nested_inner_fails", async (log) => {
  const body = async (outer: TaskGroup): Promise<void> => {
    outer.createTask(() => sleeper(log, "outer child", 30));
    await taskGroup((inner) => void inner.createTask(() => sleeper(log, "inner child", 10, new Boom("inner"))));
  };
  await fate(log, "group", taskGroup(body));
  log(me().cancelling());
});

scenario("nested_inner_fails_and_is_caught", async (log) => {
  await taskGroup(async (outer) => {
    outer.createTask(() => sleeper(log, "outer child", 30));
    try {
      await taskGroup((inner) => void inner.createTask(() => sleeper(log, "inner child", 10, new Boom("inner"))));
    } catch (error) {
      if (!(error instanceof ExceptionGroup)) throw error;
      log("caught", error.subgroup(Boom));
    }
  });
  log("outer done");
});

scenario("nested_outer_fails", async (log) => {
  const body = async (outer: TaskGroup): Promise<void> => {
    outer.createTask(() => sleeper(log, "outer child", 10, new Boom("outer")));
    await taskGroup((inner) => void inner.createTask(() => sleeper(log, "inner child", 30)));
  };
  await fate(log, "group", taskGroup(body));
  log(me().cancelling());
});

scenario("nested_both_fail", async (log) => {
  const body = async (outer: TaskGroup): Promise<void> => {
    outer.createTask(() => sleeper(log, "outer child", 10, new Boom("outer")));
    await taskGroup((inner) => void inner.createTask(() => failsInCleanup("inner")));
  };
  await fate(log, "group", taskGroup(body));
});

scenario("group_in_a_child", async (log) => {
  const child = async (): Promise<void> => {
    await taskGroup((group) => void group.createTask(() => sleeper(log, "grandchild", 10, new Boom("deep"))));
  };
  const body = (group: TaskGroup): void => {
    group.createTask(child);
    group.createTask(() => sleeper(log, "sibling", 30));
  };
  await fate(log, "group", taskGroup(body));
});

scenario("timeout_around", async (log) => {
  const body = (group: TaskGroup): void => {
    group.createTask(() => sleeper(log, "A", 50));
    group.createTask(() => sleeper(log, "B", 50));
  };
  await fate(
    log,
    "timeout",
    timeout(10, () => taskGroup(body)),
  );
  log(me().cancelling());
});

scenario("timeout_around_and_a_child_fails_in_cleanup", async (log) => {
  const body = (group: TaskGroup): void => void group.createTask(() => failsInCleanup("cleanup"));
  await fate(
    log,
    "timeout",
    timeout(10, () => taskGroup(body)),
  );
  log(me().cancelling());
  await fate(log, "next wait", sleep(10));
});

scenario("timeout_inside", async (log) => {
  const body = async (group: TaskGroup): Promise<void> => {
    group.createTask(() => sleeper(log, "A", 50));
    await timeout(10, async () => await sleep(100));
  };
  await fate(log, "group", taskGroup(body));
});

scenario("timeout_in_a_child", async (log) => {
  const body = (group: TaskGroup): void => {
    group.createTask(() => timeout(10, async () => await sleep(100)));
    group.createTask(() => sleeper(log, "B", 50));
  };
  await fate(log, "group", taskGroup(body));
});

scenario("body_cancels_its_own_task", async (log) => {
  const task = createTask(async () => {
    await taskGroup(async (group) => {
      group.createTask(() => sleeper(log, "A", 50));
      await sleep(10);
      me().cancel("own");
    });
    log("never");
  });
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("body_raises_cancelled_error", async (log) => {
  const body = async (group: TaskGroup): Promise<void> => {
    group.createTask(() => sleeper(log, "A", 50));
    await sleep(10);
    throw new CancelledError("by hand");
  };
  const task = createTask(() => taskGroup(body));
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("entered_with_a_cancellation_pending", async (log) => {
  const task = createTask(async () => {
    me().cancel("before");
    await taskGroup((group) => {
      log("body");
      group.createTask(() => sleeper(log, "A", 10));
    });
    log("never");
  });
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("many_children_one_fails", async (log) => {
  const body = (group: TaskGroup): void => {
    for (let n = 0; n < 5; n++) {
      group.createTask(() => sleeper(log, String(n), 10 * (n + 1), n === 2 ? new Boom("2") : undefined));
    }
  };
  await fate(log, "group", taskGroup(body));
});

scenario("error_of_the_body_comes_last", async (log) => {
  const failing = async (): Promise<void> => {
    try {
      await sleep(100);
    } finally {
      await sleep(10);
      // oxlint-disable-next-line no-unsafe-finally -- what happens then is the point
      throw new Boom("child");
    }
  };
  const body = async (group: TaskGroup): Promise<void> => {
    group.createTask(failing);
    await sleep(10);
    throw new Boom("body");
  };
  await fate(log, "group", taskGroup(body));
});

scenario("failed_ends_in_its_place", async (log) => {
  const naps = async (): Promise<void> => {
    await sleep(0);
    log("napped");
  };
  const body = (group: TaskGroup): void => {
    group.createTask(async () => {
      throw new Boom("child");
    });
    group.createTask(async () => void createTask(naps));
  };
  await fate(log, "group", taskGroup(body));
  await sleep(10);
});

scenario.differs(
  "body_takes_a_cancellation_back_when_group_and_outside_have_cancelled",
  {
    // `uncancel()` takes back a cancellation of the innermost scope that has one, here the group's, so the one from outside is
    // thrown at the next wait. asyncio has one count for all: the group takes off one more, and nothing is left.
    why: "uncancel() in the body takes back the cancellation of the group, not the one from outside",
    log: `[0] A starts
      [0] first wait threw CancelledError
      [10] A ends
      [10] second wait threw CancelledError
      [10] counts 2 1
      [10] group threw ExceptionGroup[Boom(a)]
      [10] counts 1
      [10] task threw CancelledError
      [10] run returned none`,
  },
  async (log) => {
    const body = async (group: TaskGroup): Promise<void> => {
      group.createTask(() => sleeper(log, "A", 10, new Boom("a")));
      await fate(log, "first wait", sleep(20));
      await fate(log, "second wait", sleep(20));
      log("counts", me().cancelling(), me().uncancel());
    };
    const task = createTask(async () => {
      me().cancel();
      await fate(log, "group", taskGroup(body));
      log("counts", me().cancelling());
    });
    await fate(log, "task", task);
  },
);
