import {
  CancelledError,
  createTask,
  currentTask,
  type Future,
  gather,
  now,
  sleep,
  sleepSync,
  type Task,
  type TaskGroup,
  taskGroup,
  timeout,
  timeoutAt,
  type TimeoutHandle,
  wait,
} from "baedal";
import { Boom, ended, fate, type Log, recorded, sleeper } from "./recorded.ts";

const scenario = recorded("timeouts");

function me(): Task<unknown> {
  return currentTask() as Task<unknown>;
}

scenario("in_time", async (log) => {
  const scope = await timeout(20, async (handle) => {
    await sleep(10);
    log(handle.expired(), handle.when());
    return handle;
  });
  log(scope.expired());
});

scenario("too_late", async (log) => {
  await fate(
    log,
    "timeout",
    timeout(10, () => sleeper(log, "A", 100)),
  );
  log(me().cancelling());
});

scenario("too_late_and_expired", async (log) => {
  let scope: TimeoutHandle | undefined;
  try {
    await timeout(10, async (handle) => {
      scope = handle;
      await sleep(100);
    });
  } catch (error) {
    log(error, scope?.expired());
  }
});

scenario("without_limit", async (log) => {
  await timeout(Infinity, async (scope) => {
    await sleep(10);
    log(scope.when() === Infinity);
  });
});

scenario("no_time", async (log) => {
  const body = async (): Promise<void> => {
    log("begins");
    await sleep(10);
    log("never");
  };
  await fate(log, "timeout", timeout(0, body));
});

scenario("negative_time", async (log) => {
  const body = async (): Promise<void> => {
    await sleep(10);
    log("never");
  };
  await fate(log, "timeout", timeout(-10, body));
});

scenario("no_time_and_no_wait", async (log) => {
  const body = async (): Promise<void> => {
    const scope = await timeout(0, (handle) => {
      log("done at once");
      return handle;
    });
    log(scope.expired());
  };
  await fate(log, "timeout", body());
});

scenario("no_time_and_a_zero_sleep", async (log) => {
  const body = async (): Promise<void> => {
    await sleep(0);
    log("never");
  };
  await fate(log, "timeout", timeout(0, body));
});

scenario("at_a_point_in_time", async (log) => {
  await sleep(5);
  await fate(
    log,
    "timeout",
    timeoutAt(now() + 10, async () => await sleep(100)),
  );
});

scenario("error_in_the_body", async (log) => {
  await fate(
    log,
    "timeout",
    timeout(20, () => sleeper(log, "A", 10, new Boom("a"))),
  );
});

scenario("error_after_expiry", async (log) => {
  const body = async (): Promise<void> => {
    try {
      await sleep(100);
    } catch {
      throw new Boom("instead");
    }
  };
  await fate(log, "timeout", timeout(10, body));
  log(me().cancelling());
});

scenario("swallowed_and_finished", async (log) => {
  const body = async (): Promise<string> => {
    await timeout(10, async (scope) => {
      await fate(log, "wait", sleep(100));
      log("goes on", scope.expired());
    });
    log("after");
    return "finished";
  };
  await fate(log, "timeout", body());
  log(me().cancelling());
  await sleep(10);
});

scenario("cleanup_is_awaited", async (log) => {
  const body = async (): Promise<void> => {
    try {
      await sleep(100);
    } finally {
      log("cleaning");
      await sleep(30);
      log("clean");
    }
  };
  await fate(log, "timeout", timeout(10, body));
});

scenario("cancelled_from_outside", async (log) => {
  const task = createTask(() => timeout(50, () => sleeper(log, "A", 100)));
  await sleep(10);
  task.cancel("outside");
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("cancelled_before_its_start", async (log) => {
  const task = createTask(async () => {
    me().cancel("before");
    await timeout(10, async () => {
      log("begins", me().cancelling());
      await sleep(100);
    });
  });
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("cancelled_from_outside_during_the_cleanup", async (log) => {
  const body = async (): Promise<void> => {
    try {
      await sleep(100);
    } finally {
      await fate(log, "cleanup", sleep(30));
      log(me().cancelling());
    }
  };
  const task = createTask(() => timeout(10, body));
  await sleep(20);
  task.cancel("outside");
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("cancelled_from_outside_and_expired_at_once", async (log) => {
  const task = createTask(() => timeout(10, () => sleeper(log, "A", 100)));
  await sleep(10);
  task.cancel("outside");
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("cancelled_before_it_expires_with_slow_cleanup", async (log) => {
  const body = async (scope: TimeoutHandle): Promise<void> => {
    try {
      await sleep(100);
    } finally {
      await fate(log, "cleanup", sleep(30));
      log(scope.expired(), me().cancelling());
    }
  };
  const task = createTask(() => timeout(20, body));
  await sleep(10);
  task.cancel("outside");
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("cancelled_then_uncancelled", async (log) => {
  const body = async (scope: TimeoutHandle): Promise<void> => {
    await fate(log, "first wait", sleep(100));
    log("uncancel", me().uncancel());
    await fate(log, "second wait", sleep(100));
    log(scope.expired(), me().cancelling());
  };
  const task = createTask(() => timeout(30, body));
  await sleep(10);
  task.cancel();
  await fate(log, "task", task);
  log(task.cancelling());
});

scenario("nested_inner_first", async (log) => {
  const body = async (outer: TimeoutHandle): Promise<void> => {
    let inner: TimeoutHandle | undefined;
    try {
      await timeout(10, async (handle) => {
        inner = handle;
        await sleep(100);
      });
    } catch (error) {
      log("inner", error, inner?.expired(), outer.expired());
    }
    await sleep(10);
    log("goes on");
  };
  await fate(log, "timeout", timeout(50, body));
});

/** A timeout in a timeout, that logs how the inner ended. */
async function nested(log: Log, [outer, inner]: readonly [number, number], body: () => Promise<void>): Promise<void> {
  await timeout(outer, async (outerScope) => {
    let innerScope: TimeoutHandle | undefined;
    try {
      await timeout(inner, async (handle) => {
        innerScope = handle;
        await body();
      });
    } catch (error) {
      log("inner", error, innerScope?.expired(), outerScope.expired());
      throw error;
    }
  });
}

scenario("nested_outer_first", async (log) => {
  await fate(
    log,
    "timeout",
    nested(log, [10, 50], async () => await sleep(100)),
  );
});

scenario("nested_at_the_same_time", async (log) => {
  await fate(
    log,
    "timeout",
    nested(log, [10, 10], async () => await sleep(100)),
  );
  log(me().cancelling());
});

scenario("nested_outer_expires_in_the_inner_cleanup", async (log) => {
  const body = async (): Promise<void> => {
    try {
      await sleep(100);
    } finally {
      await fate(log, "cleanup", sleep(30));
    }
  };
  await fate(log, "timeout", nested(log, [20, 10], body));
  log(me().cancelling());
});

scenario("nested_expired_while_the_thread_is_blocked", async (log) => {
  const body = async (): Promise<void> => {
    sleepSync(50);
    await sleep(100);
  };
  await fate(log, "outer first", nested(log, [10, 20], body));
  await fate(log, "inner first", nested(log, [20, 10], body));
  log(me().cancelling());
});

scenario("blocked_beyond_the_deadline_without_a_wait", async (log) => {
  const body = async (): Promise<void> => {
    const scope = await timeout(10, (handle) => {
      sleepSync(20);
      return handle;
    });
    log(scope.expired());
  };
  await fate(log, "timeout", body());
});

scenario("nested_inner_error_passes_out", async (log) => {
  await fate(
    log,
    "timeout",
    timeout(50, () => timeout(10, async () => await sleep(100))),
  );
});

scenario("nested_cancelled_from_outside", async (log) => {
  const task = createTask(() => timeout(50, () => timeout(30, () => sleeper(log, "A", 100))));
  await sleep(10);
  task.cancel("outside");
  await fate(log, "task", task);
});

scenario("one_after_another", async (log) => {
  for (let round = 0; round < 3; round++) {
    try {
      await timeout(10, async () => {
        await sleep(5 + 5 * round);
        log("round", round, "in time");
      });
    } catch (error) {
      log("round", round, error);
    }
  }
});

scenario("moved_later", async (log) => {
  const scope = await timeout(10, async (handle) => {
    await sleep(5);
    handle.reschedule(now() + 20);
    log(handle.when());
    await sleep(15);
    log("in time");
    return handle;
  });
  log(scope.expired());
});

scenario("moved_earlier", async (log) => {
  const body = async (scope: TimeoutHandle): Promise<void> => {
    scope.reschedule(now() + 10);
    await sleep(50);
  };
  await fate(log, "timeout", timeout(100, body));
});

scenario("moved_into_the_past", async (log) => {
  const body = async (scope: TimeoutHandle): Promise<void> => {
    await sleep(10);
    scope.reschedule(0);
    await sleep(10);
    log("never");
  };
  await fate(log, "timeout", timeout(100, body));
});

scenario("taken_away", async (log) => {
  await timeout(10, async (scope) => {
    scope.reschedule(Infinity);
    await sleep(20);
    log("in time", scope.when() === Infinity);
  });
});

scenario("given_late", async (log) => {
  const body = async (scope: TimeoutHandle): Promise<void> => {
    await sleep(10);
    scope.reschedule(now() + 10);
    await sleep(50);
  };
  await fate(log, "timeout", timeout(Infinity, body));
});

scenario("awaited_task_is_cancelled_by_it", async (log) => {
  const inner = createTask(() => sleeper(log, "inner", 100));
  await fate(
    log,
    "timeout",
    timeout(10, async () => void (await inner)),
  );
  log(inner, inner.cancelling());
});

scenario("tasks_started_inside_go_on", async (log) => {
  const tasks: Future<string>[] = [];
  const body = async (): Promise<void> => {
    tasks.push(createTask(() => sleeper(log, "child", 20)));
    await sleep(100);
  };
  await fate(log, "timeout", timeout(10, body));
  log(await tasks[0]);
});

scenario("gather_inside", async (log) => {
  const all = [() => sleeper(log, "A", 5), () => sleeper(log, "B", 50), () => sleeper(log, "C", 100)];
  await fate(
    log,
    "timeout",
    timeout(10, async () => void (await gather(all))),
  );
});

scenario("wait_inside_cancels_nothing", async (log) => {
  const tasks = [createTask(() => sleeper(log, "A", 20))];
  await fate(
    log,
    "timeout",
    timeout(10, async () => void (await wait(tasks))),
  );
  log(tasks);
  await ended(...tasks);
});

scenario("inner_task_cancelled_by_somebody", async (log) => {
  const inner = createTask(() => sleeper(log, "inner", 100));
  const task = createTask(() => timeout(50, async () => void (await inner)));
  await sleep(10);
  inner.cancel("inner");
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("done_when_it_expires", async (log) => {
  const body = async (scope: TimeoutHandle): Promise<void> => {
    await sleep(10);
    log("slept", scope.expired());
  };
  await fate(log, "timeout", timeout(10, body));
});

scenario("catching_the_timeout_and_trying_again", async (log) => {
  for (const time of [40, 30, 10]) {
    await fate(
      log,
      "attempt",
      timeout(20, () => sleeper(log, String(time), time)),
    );
  }
  log(me().cancelling());
});

scenario("raised_cancelled_error_is_not_a_timeout", async (log) => {
  const body = async (): Promise<void> => {
    await sleep(10);
    throw new CancelledError("by hand");
  };
  const task = createTask(() => timeout(50, body));
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("body_takes_the_cancellation_of_the_timeout_back", async (log) => {
  const body = async (): Promise<void> => {
    await timeout(10, async (scope) => {
      await fate(log, "wait", sleep(100));
      log("uncancel", me().uncancel());
      await sleep(10);
      log("goes on", scope.expired());
    });
    log("after", me().cancelling());
  };
  await fate(log, "timeout", body());
});

scenario("body_takes_it_back_and_is_cancelled", async (log) => {
  const body = async (): Promise<void> => {
    await fate(log, "wait", sleep(100));
    log("uncancel", me().uncancel());
    await sleeper(log, "then", 50);
  };
  const task = createTask(() => timeout(10, body));
  await sleep(20);
  task.cancel("outside");
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("expires_around_a_group_that_fails_and_is_cancelled_from_outside", async (log) => {
  const group = (children: TaskGroup): void => {
    children.createTask(async () => {
      throw new Boom("child");
    });
    children.createTask(async () => void task.cancel());
  };
  const task = createTask(async () => {
    await timeout(0, () => fate(log, "group", taskGroup(group)));
    log("after", me().cancelling());
  });
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});
