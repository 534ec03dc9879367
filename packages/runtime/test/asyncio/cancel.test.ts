import { allTasks, CancelledError, createTask, currentTask, type Future, sleep, type Task } from "baedal";
import { Boom, ended, fate, forever, type Log, recorded, sleeper } from "./recorded.ts";

const scenario = recorded("cancel");

/** The running task; every program runs in one. */
function me(): Task<unknown> {
  return currentTask() as Task<unknown>;
}

scenario("before_start", async (log) => {
  const task = createTask(() => sleeper(log, "A", 10));
  log("cancel", task.cancel(), task.done(), task.cancelling());
  await fate(log, "A", task);
  log(task.cancelled(), task.cancelling());
});

scenario("parked", async (log) => {
  const task = createTask(() => sleeper(log, "A", 100));
  await sleep(10);
  log("cancel", task.cancel(), task.done(), task.cancelled());
  await fate(log, "A", task);
  log(task.done(), task.cancelled());
});

scenario.differs(
  "with_message",
  {
    // `CancelledError` has `message` = the cancel message; CPython forgets it after the first time.
    why: "a cancelled task gives its message every time",
    log: `[0] A starts
      [10] A cancelled CancelledError(enough)
      [10] A threw CancelledError(enough)
      [10] A again threw CancelledError(enough)
      [10] run returned none`,
  },
  async (log) => {
    const task = createTask(() => sleeper(log, "A", 100));
    await sleep(10);
    task.cancel("enough");
    await fate(log, "A", task);
    await fate(log, "A again", task);
  },
);

scenario("before_start_with_message", async (log) => {
  const task = createTask(() => sleeper(log, "A", 100));
  task.cancel("enough");
  await fate(log, "A", task);
});

scenario("twice_with_messages", async (log) => {
  const task = createTask(() => sleeper(log, "A", 100));
  await sleep(10);
  log(task.cancel("first"), task.cancel("second"), task.cancelling());
  await fate(log, "A", task);
});

scenario("when_done", async (log) => {
  const task = createTask(() => sleeper(log, "A", 10));
  await task;
  log("cancel", task.cancel(), task.cancelled(), task.cancelling());
  const failed = createTask(() => sleeper(log, "B", 10, new Boom("b")));
  await fate(log, "B", failed);
  log("cancel", failed.cancel(), failed.cancelling());
  const gone = createTask(() => sleeper(log, "C", 10));
  await sleep(0);
  gone.cancel();
  await fate(log, "C", gone);
  log("cancel", gone.cancel(), gone.cancelling());
});

scenario("itself_then_wait", async (log) => {
  const task = createTask(async () => {
    log("cancel", me().cancel("me"));
    log("goes on");
    await sleep(10);
    log("never");
  });
  await fate(log, "task", task);
});

scenario("itself_then_return", async (log) => {
  const task = createTask(async () => {
    me().cancel("me");
    return 42;
  });
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("itself_then_raise", async (log) => {
  const task = createTask(async () => {
    me().cancel("me");
    throw new Boom("own");
  });
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("itself_then_await_something_done", async (log) => {
  const done = forever();
  done.setResult("done");
  const task = createTask(async () => {
    me().cancel("me");
    log("got", await done);
    try {
      await sleep(10);
    } catch (error) {
      log("then", error);
      throw error;
    }
  });
  await fate(log, "task", task);
});

scenario("itself_then_zero_sleep", async (log) => {
  const task = createTask(async () => {
    me().cancel();
    await fate(log, "sleep(0)", sleep(0));
    await fate(log, "sleep(10)", sleep(10));
  });
  await fate(log, "task", task);
});

scenario("itself_in_nested_function", async (log) => {
  const inner = async (): Promise<void> => {
    me().cancel();
    try {
      await sleep(10);
    } finally {
      log("inner cleans");
    }
  };
  const task = createTask(async () => {
    try {
      await inner();
    } finally {
      log("outer cleans");
    }
  });
  await fate(log, "task", task);
});

scenario("swallowed", async (log) => {
  const task = createTask(async () => {
    await fate(log, "wait", sleep(100));
    await sleep(10);
    return "finished";
  });
  await sleep(10);
  task.cancel();
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("swallowed_in_a_loop", async (log) => {
  const task = createTask(async () => {
    for (let round = 0; round < 3; round++) {
      try {
        await sleep(100);
        log("round", round, "slept");
      } catch (error) {
        log("round", round, error, me().cancelling());
      }
    }
  });
  await sleep(10);
  task.cancel("one");
  await sleep(10);
  task.cancel("two");
  await fate(log, "task", task);
});

scenario("turned_into_another_error", async (log) => {
  const task = createTask(async () => {
    try {
      await sleep(100);
    } catch {
      throw new Boom("instead");
    }
  });
  await sleep(10);
  task.cancel();
  await fate(log, "task", task);
  log(task.cancelled());
});

scenario("cleanup_waits", async (log) => {
  const task = createTask(async () => {
    try {
      await sleep(100);
    } finally {
      log("cleaning");
      await sleep(20);
      log("clean");
    }
  });
  await sleep(10);
  task.cancel();
  await sleep(10);
  log("still", task.done(), task.cancelling());
  await fate(log, "task", task);
});

scenario("cleanup_is_cancelled", async (log) => {
  const task = createTask(async () => {
    try {
      await sleep(100);
    } finally {
      try {
        await sleep(50);
        log("never");
      } finally {
        log("cleanup cut", me().cancelling());
      }
    }
  });
  await sleep(10);
  task.cancel("first");
  await sleep(10);
  task.cancel("second");
  await fate(log, "task", task);
});

scenario("cleanup_fails", async (log) => {
  const task = createTask(async () => {
    try {
      await sleep(100);
    } finally {
      await sleep(10);
      // oxlint-disable-next-line no-unsafe-finally -- what happens then is the point
      throw new Boom("cleanup");
    }
  });
  await sleep(10);
  task.cancel();
  await fate(log, "task", task);
});

scenario("cleanup_returns", async (log) => {
  const task = createTask(async () => {
    try {
      return await sleep(100);
    } catch {
      return "rescued";
    }
  });
  await sleep(10);
  task.cancel();
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("cancelled_again_while_returning", async (log) => {
  const task = createTask(async () => {
    try {
      return await sleep(100);
    } catch {
      me().cancel("again");
      return "rescued";
    }
  });
  await sleep(10);
  task.cancel();
  await fate(log, "task", task);
});

scenario("while_awaiting_a_task", async (log) => {
  const inner = createTask(() => sleeper(log, "inner", 100));
  const outer = createTask(() => fate(log, "outer sees", inner));
  await sleep(10);
  outer.cancel("stop");
  log(inner.cancelling(), outer.cancelling());
  await fate(log, "outer", outer);
  log(inner.cancelled(), outer.cancelled());
});

scenario("awaited_task_survives", async (log) => {
  const inner = createTask(async () => {
    await fate(log, "inner wait", sleep(100));
    await sleep(20);
    return "survived";
  });
  const outer = createTask(async () => {
    log("outer got", await inner);
    return "outer done";
  });
  await sleep(10);
  outer.cancel();
  await fate(log, "outer", outer);
  log(outer.cancelling(), inner.cancelling());
});

scenario("awaited_task_fails_instead", async (log) => {
  const inner = createTask(async () => {
    try {
      await sleep(100);
    } catch {
      throw new Boom("inner");
    }
  });
  const outer = createTask(async () => await inner);
  await sleep(10);
  outer.cancel();
  await fate(log, "outer", outer);
  log(outer.cancelled());
});

/** A task that waits for another and says so when it is cancelled. */
function link(log: Log, name: string, inner: () => Future<unknown>): Task<unknown> {
  return createTask(async () => {
    try {
      return await inner();
    } catch (error) {
      log(name, error);
      throw error;
    }
  });
}

scenario("chain_of_three", async (log) => {
  const a = link(log, "A", () => sleep(100));
  const b = link(log, "B", () => a);
  const c = link(log, "C", () => b);
  await sleep(10);
  c.cancel("from C");
  await fate(log, "C", c);
  log(a.cancelled(), b.cancelled(), c.cancelled());
  log(a.cancelling(), b.cancelling(), c.cancelling());
});

scenario("middle_of_a_chain", async (log) => {
  const a = link(log, "A", () => sleep(100));
  const b = link(log, "B", () => a);
  const c = link(log, "C", () => b);
  await sleep(10);
  b.cancel("from B");
  await fate(log, "C", c);
  log(a.cancelling(), b.cancelling(), c.cancelling());
});

scenario("awaiting_a_cancelled_task", async (log) => {
  const gone = createTask(() => sleeper(log, "gone", 100));
  await sleep(10);
  gone.cancel("gone");
  await fate(log, "first await", gone);
  log("main", me().cancelling());
  await sleep(10);
  log("main goes on");
});

scenario.differs(
  "two_wait_for_one_task",
  {
    // `CancelledError` has `message` = the cancel message; CPython gives it to the first who asks only.
    why: "everybody who waits gets the message",
    log: `[0] inner starts
      [10] inner cancelled CancelledError(by first)
      [10] first threw CancelledError(by first)
      [10] second threw CancelledError(by first)
      [10] 1 0 1
      [10] run returned none`,
  },
  async (log) => {
    const inner = createTask(() => sleeper(log, "inner", 100));
    const first = createTask(() => fate(log, "first", inner));
    const second = createTask(() => fate(log, "second", inner));
    await sleep(10);
    first.cancel("by first");
    await ended(first, second);
    log(first.cancelling(), second.cancelling(), inner.cancelling());
  },
);

scenario("two_wait_for_one_future", async (log) => {
  const future = forever();
  const first = createTask(() => fate(log, "first", future));
  const second = createTask(() => fate(log, "second", future));
  await sleep(10);
  first.cancel("by first");
  log(future.cancelled());
  await ended(first, second);
  log(first.cancelling(), second.cancelling());
});

scenario("the_future_itself", async (log) => {
  const future = forever();
  const task = createTask(() => fate(log, "task", future));
  await sleep(10);
  log(future.cancel("future"));
  await task;
  log(task.cancelling(), task.cancelled());
});

scenario("woken_then_cancelled", async (log) => {
  const future = forever();
  const task = createTask(() => fate(log, "wait", future));
  await sleep(10);
  future.setResult("value");
  log(task.cancel("outranks"));
  await task;
  log(task.cancelling());
});

scenario("failed_then_cancelled", async (log) => {
  const future = forever();
  const task = createTask(() => fate(log, "wait", future));
  await sleep(10);
  future.setException(new Boom("future"));
  task.cancel("outranks");
  await task;
});

scenario("cancelled_then_woken", async (log) => {
  const future = forever();
  const task = createTask(() => fate(log, "wait", future));
  await sleep(10);
  task.cancel();
  log("done already", future.done(), future.cancelled());
  await task;
});

scenario("woken_by_a_task_then_cancelled", async (log) => {
  const inner = createTask(async () => "quick");
  const outer = createTask(() => fate(log, "outer", inner));
  inner.addDoneCallback(() => log("cancel", outer.cancel("late")));
  await outer;
  log(outer.cancelling(), inner.cancelled());
});

scenario("by_a_callback_that_stood_before_it", async (log) => {
  const inner = createTask(() => sleep(10, "slept"));
  const outer = createTask(() => fate(log, "outer", inner));
  inner.addDoneCallback(() => log("cancel", outer.cancel("late")));
  await ended(outer);
  log(outer.cancelling(), inner.cancelled());
});

scenario("by_hand", async (log) => {
  const task = createTask(async () => {
    throw new CancelledError("by hand");
  });
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("two_cancel_each_other", async (log) => {
  const tasks = new Map<string, Task<unknown>>();
  const body = async (name: string, other: string): Promise<void> => {
    await sleep(10);
    log(name, "cancels", other, tasks.get(other)?.cancel(name));
    await fate(log, name, sleep(50));
  };
  const a = createTask(() => body("A", "B"));
  const b = createTask(() => body("B", "A"));
  tasks.set("A", a).set("B", b);
  await ended(a, b);
  log(a, b);
});

scenario("from_a_done_callback", async (log) => {
  const first = createTask(() => sleeper(log, "first", 10));
  const second = createTask(() => sleeper(log, "second", 100));
  first.addDoneCallback((task) => log("callback", task, second.cancel("by callback")));
  await fate(log, "second", second);
});

scenario("in_a_zero_sleep", async (log) => {
  const task = createTask(async () => {
    try {
      for (;;) await sleep(0);
    } catch (error) {
      log("stopped", error);
      throw error;
    }
  });
  await sleep(0);
  await sleep(0);
  task.cancel("stop");
  await fate(log, "task", task);
});

scenario("all_tasks_of_a_program", async (log) => {
  const tasks = ["A", "B", "C"].map((name) => createTask(() => sleeper(log, name, 100)));
  await sleep(10);
  const others = [...allTasks()].filter((task) => task !== currentTask());
  log(others.length);
  for (const task of others) task.cancel();
  await ended(...tasks);
  log(tasks.map((task) => task.cancelled()));
});

scenario("counting", async (log) => {
  const task = createTask(async () => {
    for (let round = 0; round < 2; round++) await fate(log, "wait", sleep(100));
    log("counts", me().cancelling(), me().uncancel(), me().uncancel(), me().uncancel());
  });
  log(task.cancelling(), task.uncancel());
  await sleep(10);
  task.cancel();
  await sleep(10);
  task.cancel();
  log(task.cancelling());
  await fate(log, "task", task);
  log(task.cancelling());
});

scenario("uncancel_drops_what_was_not_delivered", async (log) => {
  const task = createTask(async () => {
    me().cancel("dropped");
    log("uncancel", me().uncancel());
    await sleep(10);
    return "slept";
  });
  await fate(log, "task", task);
});

scenario("uncancel_above_zero_drops_nothing", async (log) => {
  const task = createTask(async () => {
    me().cancel("one");
    me().cancel("two");
    log("uncancel", me().uncancel());
    await sleep(10);
    return "slept";
  });
  await fate(log, "task", task);
});

scenario("uncancel_before_start", async (log) => {
  const task = createTask(() => sleeper(log, "A", 10));
  task.cancel();
  log("uncancel", task.uncancel());
  await fate(log, "A", task);
});

scenario("uncancel_after_delivery_began", async (log) => {
  const task = createTask(() => sleeper(log, "A", 100));
  await sleep(10);
  task.cancel();
  log("uncancel", task.uncancel());
  await fate(log, "A", task);
  log(task.cancelled(), task.cancelling());
});

scenario("main_cancels_itself", async (log) => {
  me().cancel("main");
  await sleep(10);
  log("never");
});
