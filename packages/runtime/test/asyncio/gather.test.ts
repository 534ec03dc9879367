import { coroutine, createTask, currentTask, gather, Semaphore, sleep } from "baedal";
import { Boom, ended, fate, forever, type Log, recorded, sleeper } from "./recorded.ts";

const scenario = recorded("gather");

const courier = coroutine(sleeper);

function three(log: Log, error?: Error): [() => Promise<string>, () => Promise<string>, () => Promise<string>] {
  return [() => sleeper(log, "A", 30), () => sleeper(log, "B", 10, error), () => sleeper(log, "C", 20)];
}

scenario("results_in_the_order_given", async (log) => {
  log(await gather(three(log)));
});

scenario("nothing", async (log) => {
  log(await gather([]));
});

scenario("first_error_and_siblings_go_on", async (log) => {
  await fate(log, "gather", gather(three(log, new Boom("b"))));
  await sleep(30);
});

scenario("second_error_is_dropped", async (log) => {
  const a = courier(log, "A", 10, new Boom("a"));
  const b = courier(log, "B", 20, new Boom("b"));
  await fate(log, "gather", gather([a, b]));
  await sleep(30);
});

scenario("errors_as_results", async (log) => {
  log(await gather(three(log, new Boom("b")), { returnExceptions: true }));
});

scenario("all_errors_as_results", async (log) => {
  const children = [courier(log, "A", 20, new Boom("a")), courier(log, "B", 10, new Boom("b"))];
  log(await gather(children, { returnExceptions: true }));
});

scenario("the_awaiting_task_is_cancelled", async (log) => {
  const task = createTask(async () => void (await gather(three(log))));
  await sleep(5);
  task.cancel("outer");
  await fate(log, "task", task);
});

scenario.differs(
  "the_outer_future_is_cancelled",
  {
    // Cancelling the outer future: awaiting it throws CancelledError, its cancelled() is true (CPython makes it a
    // CancelledError exception).
    why: "the outer future counts as cancelled",
    log: `[0] A starts
      [0] B starts
      [0] C starts
      [5] true false
      [5] A cancelled CancelledError
      [5] B cancelled CancelledError
      [5] C cancelled CancelledError
      [5] outer threw CancelledError
      [5] true
      [5] run returned none`,
  },
  async (log) => {
    const outer = gather(three(log));
    await sleep(5);
    log(outer.cancel(), outer.done());
    await fate(log, "outer", outer);
    log(outer.cancelled());
  },
);

scenario("cancelled_with_errors_as_results", async (log) => {
  const outer = gather(three(log), { returnExceptions: true });
  await sleep(5);
  log(outer.cancel());
  await fate(log, "outer", outer);
});

scenario("cancelled_when_one_is_done_already", async (log) => {
  const outer = gather(three(log));
  await sleep(15);
  log(outer.cancel());
  await fate(log, "outer", outer);
});

scenario.differs(
  "cancelled_with_slow_cleanup",
  {
    // The outer settles only after all children have (safer than CPython, which settles at the first without
    // `return_exceptions`).
    why: "it settles only when every child has",
    log: `[0] B starts
      [5] A cleaning
      [5] B cancelled CancelledError
      [25] A clean
      [25] outer threw CancelledError
      [25] main goes on
      [55] run returned none`,
  },
  async (log) => {
    const slow = async (name: string): Promise<void> => {
      try {
        await sleep(100);
      } finally {
        log(name, "cleaning");
        await sleep(20);
        log(name, "clean");
      }
    };
    const outer = gather([() => slow("A"), () => sleeper(log, "B", 100)]);
    await sleep(5);
    outer.cancel();
    await fate(log, "outer", outer);
    log("main goes on");
    await sleep(30);
  },
);

scenario.differs(
  "cancelled_with_a_future_among_the_children",
  {
    // The outer settles only after all children have (safer than CPython, which settles at the first without
    // `return_exceptions`).
    why: "it settles only when every child has",
    log: `[5] true
      [25] clean
      [25] outer threw CancelledError
      [25] main goes on
      [55] run returned none`,
  },
  async (log) => {
    const slow = async (): Promise<void> => {
      try {
        await sleep(100);
      } finally {
        await sleep(20);
        log("clean");
      }
    };
    const outer = gather([forever(), slow]);
    await sleep(5);
    log(outer.cancel());
    await fate(log, "outer", outer);
    log("main goes on");
    await sleep(30);
  },
);

scenario.differs(
  "cancelled_and_a_child_refuses",
  {
    // Cancelling the outer future: awaiting it throws CancelledError, its cancelled() is true (CPython makes it a
    // CancelledError exception).
    why: "the outer future counts as cancelled",
    log: `[5] true
      [5] stubborn threw CancelledError
      [15] outer threw CancelledError
      [15] true
      [15] run returned none`,
  },
  async (log) => {
    const stubborn = async (): Promise<string> => {
      await fate(log, "stubborn", sleep(100));
      await sleep(10);
      return "refused";
    };
    const outer = gather([stubborn], { returnExceptions: true });
    await sleep(5);
    log(outer.cancel());
    await fate(log, "outer", outer);
    log(outer.cancelled());
  },
);

scenario("cancelled_and_a_child_fails", async (log) => {
  const failing = async (): Promise<void> => {
    try {
      await sleep(100);
    } catch {
      throw new Boom("cleanup");
    }
  };
  const outer = gather([failing], { returnExceptions: true });
  await sleep(5);
  log(outer.cancel());
  await fate(log, "outer", outer);
});

scenario("a_child_is_cancelled", async (log) => {
  const tasks = three(log).map((child) => createTask(child));
  const outer = gather(tasks);
  await sleep(5);
  tasks[1]?.cancel("child");
  await fate(log, "gather", outer);
  log(outer.cancelled(), outer.cancelled() ? "none" : (outer.exception() as Error).name);
  await sleep(50);
});

scenario.differs(
  "a_child_is_cancelled_with_errors_as_results",
  {
    // `CancelledError` has `message` = the cancel message; CPython loses it here.
    why: "the message of the cancellation is kept",
    log: `[0] A starts
      [0] B starts
      [0] C starts
      [5] B cancelled CancelledError(child)
      [20] C ends
      [30] A ends
      [30] gather gave [A, CancelledError(child), C]
      [30] run returned none`,
  },
  async (log) => {
    const tasks = three(log).map((child) => createTask(child));
    const outer = gather(tasks, { returnExceptions: true });
    await sleep(5);
    tasks[1]?.cancel("child");
    await fate(log, "gather", outer);
  },
);

scenario("a_child_cancels_itself", async (log) => {
  const body = async (): Promise<void> => {
    currentTask()?.cancel();
    await sleep(10);
  };
  log(await gather([body, () => sleeper(log, "B", 10)], { returnExceptions: true }));
});

scenario("cancel_after_all_are_done", async (log) => {
  const outer = gather([sleep(10, "a"), sleep(20, "b")]);
  await outer;
  log(outer.cancel(), outer.cancelled(), outer.result());
});

scenario("cancel_after_the_first_error", async (log) => {
  const outer = gather(three(log, new Boom("b")));
  await fate(log, "outer", outer);
  log(outer.cancel());
  await sleep(30);
});

scenario("the_same_task_twice", async (log) => {
  const task = createTask(() => sleeper(log, "A", 10));
  log(await gather([task, () => sleeper(log, "B", 20), task]));
});

scenario("the_same_coroutine_twice", async (log) => {
  const once = courier(log, "A", 10);
  log(await gather([once, once]));
});

scenario("done_and_running_and_lazy", async (log) => {
  const done = forever();
  done.setResult("done");
  const running = createTask(() => sleeper(log, "running", 10));
  await sleep(5);
  log(await gather([done, running, () => sleeper(log, "lazy", 10)]));
});

scenario("all_done_before", async (log) => {
  const tasks = [0, 1, 2].map((n) => createTask(() => sleep(10, n)));
  await ended(...tasks);
  const outer = gather(tasks);
  log("made", outer.done());
  log(await outer);
});

scenario("failed_before", async (log) => {
  const failed = forever();
  failed.setException(new Boom("before"));
  await fate(log, "gather", gather([failed, () => sleeper(log, "A", 10)]));
  await sleep(20);
});

scenario("nested", async (log) => {
  const first = gather([sleep(10, 1), sleep(20, 2)]);
  const second = gather([sleep(5, 3), gather([sleep(1, 4)])]);
  log(await gather([first, second]));
});

scenario("nested_with_an_error", async (log) => {
  const inner = gather([() => sleeper(log, "A", 10, new Boom("a")), () => sleeper(log, "B", 20)]);
  await fate(log, "outer", gather([inner, () => sleeper(log, "C", 30)]));
  await sleep(30);
});

scenario.differs(
  "nested_and_cancelled",
  {
    // Cancelling the outer future: awaiting it throws CancelledError, its cancelled() is true (CPython makes it a
    // CancelledError exception).
    why: "the outer future counts as cancelled",
    log: `[0] A starts
      [0] B starts
      [0] C starts
      [5] true
      [5] A cancelled CancelledError
      [5] B cancelled CancelledError
      [5] C cancelled CancelledError
      [5] outer threw CancelledError
      [5] true
      [5] run returned none`,
  },
  async (log) => {
    const inner = gather([() => sleeper(log, "A", 10), () => sleeper(log, "B", 20)]);
    const outer = gather([inner, () => sleeper(log, "C", 30)]);
    await sleep(5);
    log(outer.cancel());
    await fate(log, "outer", outer);
    log(inner.cancelled());
  },
);

scenario("starts_before_it_is_awaited", async (log) => {
  const outer = gather([() => sleeper(log, "A", 10), () => sleeper(log, "B", 20)]);
  log("made");
  await sleep(15);
  log("now awaited");
  log(await outer);
});

scenario("error_while_the_caller_does_something_else", async (log) => {
  const outer = gather([() => sleeper(log, "A", 10, new Boom("a"))]);
  await sleep(20);
  log(outer.done());
  await fate(log, "outer", outer);
});

scenario("loop_of_gathers", async (log) => {
  for (let round = 0; round < 3; round++) log(await gather([2, 1].map((n) => () => sleep(10 * n, `${round}.${n}`))));
});

scenario("awaiting_a_done_gather_again", async (log) => {
  const outer = gather([sleep(10, 1), sleep(5, 2)]);
  log(await outer);
  log(await outer);
});

scenario.differs(
  "children_woken_and_cancelled_in_one_turn",
  {
    // `CancelledError` has `message` = the cancel message; CPython loses it here.
    why: "the message of the cancellation is kept",
    log: `[10] true
      [10] A threw CancelledError(stop)
      [10] B threw CancelledError(stop)
      [10] outer threw CancelledError(stop)
      [10] run returned none`,
  },
  async (log) => {
    const a = forever();
    const outer = gather([() => fate(log, "A", a), () => fate(log, "B", forever())]);
    await sleep(10);
    a.setResult("a");
    log(outer.cancel("stop"));
    await fate(log, "outer", outer);
  },
);

scenario("semaphore_limits_a_gather", async (log) => {
  const gate = new Semaphore(2);
  const visit = async (name: string): Promise<string> => {
    using _ = await gate.acquire();
    return await sleeper(log, name, 10);
  };
  log(await gather(["A", "B", "C", "D", "E"].map((name) => () => visit(name))));
});

scenario("the_awaiting_task_is_cancelled_when_all_are_done", async (log) => {
  const cancels = async (): Promise<void> => {
    log("cancel", task.cancel());
    await sleep(0);
    log("canceller goes on");
  };
  const child = async (): Promise<void> => void createTask(cancels);
  const task = createTask(() => fate(log, "gather", gather([child])));
  await ended(task);
});

scenario("cancelled_again_when_all_are_done", async (log) => {
  const outer = gather([() => sleep(10)], { returnExceptions: true });
  log(outer.cancel());
  await createTask(() => log(outer.cancel()));
  await fate(log, "outer", outer);
});
