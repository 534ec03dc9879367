import { coroutine, createTask, currentTask, gather, shield, sleep, waitFor } from "baedal";
import { Boom, ended, fate, forever, type Log, recorded, sleeper } from "./recorded.ts";

const scenario = recorded("wait_for");

const courier = coroutine(sleeper);

scenario("in_time", async (log) => {
  log(await waitFor(courier(log, "A", 10), 20));
});

scenario("too_late", async (log) => {
  await fate(log, "wait_for", waitFor(courier(log, "A", 100), 10));
});

scenario("without_limit", async (log) => {
  log(await waitFor(courier(log, "A", 10), Infinity));
});

scenario("error_in_time", async (log) => {
  await fate(log, "wait_for", waitFor(courier(log, "A", 10, new Boom("a")), 20));
});

scenario("task_too_late", async (log) => {
  const task = createTask(() => sleeper(log, "A", 100));
  await fate(log, "wait_for", waitFor(task, 10));
  log(task, task.cancelling());
});

scenario("future_too_late", async (log) => {
  const future = forever();
  await fate(log, "wait_for", waitFor(future, 10));
  log(future);
});

scenario("no_time_and_a_coroutine", async (log) => {
  await fate(log, "wait_for", waitFor(courier(log, "A", 10), 0));
});

scenario("no_time_and_a_task", async (log) => {
  const task = createTask(() => sleeper(log, "A", 10));
  await fate(log, "wait_for", waitFor(task, 0));
  log(task);
});

scenario("no_time_and_a_running_task", async (log) => {
  const task = createTask(() => sleeper(log, "A", 10));
  await sleep(5);
  await fate(log, "wait_for", waitFor(task, -1));
  log(task);
});

scenario("no_time_and_something_done", async (log) => {
  const task = createTask(() => sleep(10, "bowl"));
  await task;
  log(await waitFor(task, 0));
});

scenario("no_time_and_something_failed", async (log) => {
  const task = createTask(() => sleeper(log, "A", 10, new Boom("a")));
  await ended(task);
  await fate(log, "wait_for", waitFor(task, 0));
});

scenario("something_done", async (log) => {
  const task = createTask(() => sleep(10, "bowl"));
  await task;
  log(await waitFor(task, 10));
});

/** Sleeps for long, and takes its time to clean up. */
async function slowCleaner(log: Log): Promise<void> {
  try {
    await sleep(100);
  } finally {
    log("cleaning");
    await sleep(30);
    log("clean");
  }
}

scenario("cleanup_is_awaited", async (log) => {
  await fate(
    log,
    "wait_for",
    waitFor(() => slowCleaner(log), 10),
  );
});

scenario("cleanup_of_a_task_is_awaited", async (log) => {
  const task = createTask(() => slowCleaner(log));
  await fate(log, "wait_for", waitFor(task, 10));
  log(task);
});

/** Answers its cancellation. */
async function answerer(): Promise<unknown> {
  try {
    return await sleep(100);
  } catch {
    return 42;
  }
}

scenario("caught_and_answered", async (log) => {
  await fate(log, "wait_for", waitFor(answerer, 10));
});

scenario("caught_and_answered_by_a_task", async (log) => {
  await fate(log, "wait_for", waitFor(createTask(answerer), 10));
});

scenario("cleanup_fails", async (log) => {
  const body = async (): Promise<void> => {
    try {
      await sleep(100);
    } finally {
      // oxlint-disable-next-line no-unsafe-finally -- what happens then is the point
      throw new Boom("cleanup");
    }
  };
  await fate(log, "wait_for", waitFor(body, 10));
});

scenario("cancelled_from_outside", async (log) => {
  const task = createTask(() => waitFor(courier(log, "A", 100), 50));
  await sleep(10);
  log(task.cancel("outside"));
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("cancelled_from_outside_with_a_task_inside", async (log) => {
  const inner = createTask(() => sleeper(log, "inner", 100));
  const task = createTask(() => waitFor(inner, 50));
  await sleep(10);
  task.cancel("outside");
  await fate(log, "task", task);
  log(inner, inner.cancelling());
});

scenario("cancelled_when_the_inner_has_just_ended", async (log) => {
  const future = forever();
  const task = createTask(() => waitFor(future, 50));
  await sleep(10);
  future.setResult("value");
  log(task.cancel("outside"));
  await fate(log, "task", task);
});

scenario("inner_is_cancelled_by_somebody", async (log) => {
  const inner = createTask(() => sleeper(log, "inner", 100));
  const task = createTask(() => waitFor(inner, 50));
  await sleep(10);
  inner.cancel("inner");
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("cancelled_after_the_time_was_up", async (log) => {
  const body = async (): Promise<void> => {
    try {
      await sleep(100);
    } finally {
      log("cleaning");
      await fate(log, "cleanup", sleep(30));
    }
  };
  const task = createTask(() => waitFor(body, 10));
  await sleep(20);
  task.cancel("outside");
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("cancelled_when_the_time_is_up", async (log) => {
  const task = createTask(() => waitFor(courier(log, "A", 100), 10));
  await sleep(10);
  log(task.cancel("outside"));
  await fate(log, "task", task);
  log(task.cancelled(), task.cancelling());
});

scenario("done_when_the_time_is_up", async (log) => {
  await fate(log, "wait_for", waitFor(courier(log, "A", 10), 10));
});

scenario("nested", async (log) => {
  await fate(
    log,
    "outer",
    waitFor(() => waitFor(courier(log, "A", 100), 10), 50),
  );
  await fate(
    log,
    "outer",
    waitFor(() => waitFor(courier(log, "B", 100), 50), 10),
  );
});

scenario("count_is_back_after_it", async (log) => {
  await fate(log, "wait_for", waitFor(courier(log, "A", 100), 10));
  log(currentTask()?.cancelling());
  await sleep(10);
  log("goes on");
});

scenario("of_a_gather", async (log) => {
  await fate(log, "wait_for", waitFor(gather([() => sleeper(log, "A", 5), () => sleeper(log, "B", 100)]), 10));
});

scenario("of_a_shield", async (log) => {
  const inner = createTask(() => sleeper(log, "inner", 20));
  await fate(log, "wait_for", waitFor(shield(inner), 10));
  log(await inner);
});

scenario("retry_until_in_time", async (log) => {
  for (const [attempt, time] of [100, 50, 5].entries()) {
    try {
      log("attempt", attempt, await waitFor(courier(log, "A", time), 10));
    } catch (error) {
      log("attempt", attempt, error);
    }
  }
});
