import { asCompleted, type Completed, createTask, type Future, sleep, type Task, wait } from "baedal";
import { Boom, ended, fate, forever, type Log, recorded, sleeper } from "./recorded.ts";

const scenario = recorded("wait");

/** Tasks that sleep, by name and time. */
function couriers(log: Log, times: Readonly<Record<string, number>>): Task<string>[] {
  return Object.entries(times).map(([name, time]) => createTask(() => sleeper(log, name, time)));
}

function show(log: Log, tasks: Future<unknown>[], { done, pending }: Record<"done" | "pending", Set<unknown>>): void {
  const places = (set: Set<unknown>): number[] => [...tasks.keys()].filter((place) => set.has(tasks[place]));
  log(places(done), places(pending));
}

/** Logs what came of a task that is done. */
function outcome(log: Log, task: Completed<unknown>): void {
  try {
    log("next", "gave", task.result());
  } catch (error) {
    log("next", "threw", error);
  }
}

scenario("for_all", async (log) => {
  const tasks = couriers(log, { A: 30, B: 10, C: 20 });
  show(log, tasks, await wait(tasks));
});

scenario("for_all_with_an_error", async (log) => {
  const tasks = [createTask(() => sleeper(log, "A", 20)), createTask(() => sleeper(log, "B", 10, new Boom("b")))];
  show(log, tasks, await wait(tasks));
  log(tasks);
});

scenario("for_the_first", async (log) => {
  const tasks = couriers(log, { A: 30, B: 10, C: 20 });
  show(log, tasks, await wait(tasks, { returnWhen: "firstCompleted" }));
  await ended(...tasks);
});

scenario("for_the_first_of_several_at_once", async (log) => {
  const tasks = couriers(log, { A: 10, B: 10, C: 20 });
  show(log, tasks, await wait(tasks, { returnWhen: "firstCompleted" }));
  await ended(...tasks);
});

scenario("for_the_first_exception", async (log) => {
  const others = couriers(log, { A: 30, B: 10 });
  const failing = createTask(() => sleeper(log, "C", 20, new Boom("c")));
  const tasks = [...others, failing];
  show(log, tasks, await wait(tasks, { returnWhen: "firstException" }));
  await ended(...tasks);
  log(failing);
});

scenario("first_exception_without_any", async (log) => {
  const tasks = couriers(log, { A: 20, B: 10 });
  show(log, tasks, await wait(tasks, { returnWhen: "firstException" }));
});

scenario("first_exception_is_no_cancellation", async (log) => {
  const tasks = couriers(log, { A: 20, B: 30 });
  await sleep(10);
  tasks[1]?.cancel();
  show(log, tasks, await wait(tasks, { returnWhen: "firstException" }));
});

scenario("first_exception_already_there", async (log) => {
  const failed = createTask(() => sleeper(log, "failed", 10, new Boom("f")));
  await ended(failed);
  const tasks = [failed, createTask(() => sleeper(log, "A", 20))];
  show(log, tasks, await wait(tasks, { returnWhen: "firstException" }));
  await ended(...tasks);
  log(failed);
});

scenario("with_a_timeout", async (log) => {
  const tasks = couriers(log, { A: 10, B: 30 });
  show(log, tasks, await wait(tasks, { timeout: 20 }));
  log("cancelled nothing");
  show(log, tasks, await wait(tasks));
});

scenario("with_a_timeout_of_nothing", async (log) => {
  const tasks = couriers(log, { A: 10 });
  show(log, tasks, await wait(tasks, { timeout: 0 }));
  await ended(...tasks);
});

scenario("cancelled_while_waiting", async (log) => {
  const tasks = couriers(log, { A: 20, B: 30 });
  const waiter = createTask(() => fate(log, "wait", wait(tasks)));
  await sleep(10);
  log(waiter.cancel("stop"));
  await ended(waiter);
  log(tasks);
  await ended(...tasks);
});

scenario("all_done_before", async (log) => {
  const tasks = [createTask(() => sleep(10)), createTask(() => sleep(10))];
  await ended(...tasks);
  show(log, tasks, await wait(tasks, { returnWhen: "firstCompleted" }));
});

scenario("one_done_before", async (log) => {
  const tasks = [createTask(() => sleep(10)), createTask(() => sleep(20))];
  await tasks[0];
  show(log, tasks, await wait(tasks, { returnWhen: "firstCompleted" }));
  await ended(...tasks);
});

scenario("of_nothing", async (log) => {
  try {
    await wait([]);
  } catch {
    log("refused");
  }
});

scenario("one_after_another", async (log) => {
  let pending = new Set(couriers(log, { A: 30, B: 10, C: 20 }));
  while (pending.size > 0) {
    const result = await wait(pending, { returnWhen: "firstCompleted" });
    pending = result.pending;
    log(
      [...result.done].map((task) => task.result()),
      pending.size,
    );
  }
});

scenario("as_they_finish", async (log) => {
  const tasks = couriers(log, { A: 30, B: 10, C: 20 });
  for await (const task of asCompleted(tasks)) log("got", task.result());
});

scenario("as_they_finish_with_an_error", async (log) => {
  const times = [20, 10, 30].entries();
  const tasks = times.map(([n, time]) =>
    createTask(() => sleeper(log, "ABC".charAt(n), time, n === 1 ? new Boom("b") : undefined)),
  );
  for await (const task of asCompleted([...tasks])) outcome(log, task);
});

scenario("as_they_finish_the_very_tasks", async (log) => {
  const tasks: Future<number>[] = [20, 10].map((time) => createTask(() => sleep(time, time)));
  for await (const task of asCompleted(tasks))
    log(
      tasks.findIndex((one) => one === task),
      task.done(),
      task.result(),
    );
});

scenario("as_they_finish_with_a_timeout", async (log) => {
  const tasks = couriers(log, { A: 10, B: 30 });
  try {
    for await (const task of asCompleted(tasks, { timeout: 20 })) log("got", task.result());
  } catch (error) {
    log(error);
  }
  log(tasks);
  await ended(...tasks);
});

scenario("as_they_finish_left_early", async (log) => {
  const tasks = couriers(log, { A: 20, B: 10 });
  for await (const task of asCompleted(tasks)) {
    log("got", task.result());
    break;
  }
  log(tasks);
  await ended(...tasks);
});

scenario("as_they_finish_with_a_slow_consumer", async (log) => {
  const tasks = [30, 10, 20].map((time) => createTask(() => sleep(time, time)));
  for await (const task of asCompleted(tasks)) {
    log("got", task.result());
    await sleep(25);
  }
});

scenario("as_they_finish_some_done_before", async (log) => {
  const tasks = [20, 10, 30].map((time) => createTask(() => sleep(time, time)));
  await tasks[0];
  for await (const task of asCompleted(tasks)) log("got", task.result());
});

scenario("as_they_finish_the_same_twice", async (log) => {
  const task = createTask(() => sleep(10, "bowl"));
  for await (const done of asCompleted([task, task])) log("got", done.result());
});

scenario("as_they_finish_and_cancelled", async (log) => {
  const tasks = couriers(log, { A: 20, B: 30 });
  const consumer = createTask(async () => {
    for await (const task of asCompleted(tasks)) log("got", task.result());
  });
  await sleep(10);
  consumer.cancel("stop");
  await fate(log, "consumer", consumer);
  log(tasks);
  await ended(...tasks);
});

scenario("as_they_finish_one_cancelled", async (log) => {
  const tasks = couriers(log, { A: 20, B: 30 });
  await sleep(5);
  tasks[1]?.cancel();
  for await (const task of asCompleted(tasks)) outcome(log, task);
});

scenario.differs(
  "with_a_timeout_of_nothing_beside_tasks_that_start_others",
  {
    // A timeout of 0 is a timer, and timers come when nobody is ready any more. In asyncio it passes after two rounds of the
    // loop.
    why: "a timeout of 0 passes when nobody is ready any more",
    log: `[0] task 1
      [0] task 2
      [0] task 3
      [0] task 4
      [0] waited
      [0] run returned none`,
  },
  async (log) => {
    const chain = async (n: number): Promise<void> => {
      log("task", n);
      if (n < 4) await createTask(() => chain(n + 1));
    };
    const first = createTask(() => chain(1));
    await wait([forever()], { timeout: 0 });
    log("waited");
    await ended(first);
  },
);

scenario("as_they_finish_with_a_timeout_of_nothing_when_all_are_done", async (log) => {
  const tasks = couriers(log, { A: 10 });
  await ended(...tasks);
  for await (const task of asCompleted(tasks, { timeout: 0 })) log("got", task.result());
  log("no time was needed");
});

scenario("as_they_finish_with_a_timeout_that_ends_with_the_last_one", async (log) => {
  const tasks = [createTask(() => sleep(0, "quick")), createTask(() => sleeper(log, "A", 10))];
  try {
    for await (const task of asCompleted(tasks, { timeout: 10 })) log("got", task.result());
  } catch (error) {
    log(error);
  }
  await ended(...tasks);
});

scenario("as_they_finish_with_a_timeout_that_ends_while_the_consumer_works", async (log) => {
  const tasks = couriers(log, { A: 10, B: 30 });
  try {
    for await (const task of asCompleted(tasks, { timeout: 20 })) {
      log("got", task.result());
      await sleep(50);
    }
  } catch (error) {
    log(error);
  }
});
