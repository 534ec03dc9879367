import { createTask, gather, shield, sleep, timeout } from "baedal";
import { Boom, ended, fate, forever, recorded, sleeper } from "./recorded.ts";

const scenario = recorded("shield");

scenario("result_comes_through", async (log) => {
  log(await shield(() => sleeper(log, "A", 10)));
});

scenario("error_comes_through", async (log) => {
  await fate(
    log,
    "shield",
    shield(() => sleeper(log, "A", 10, new Boom("a"))),
  );
});

scenario("the_waiter_is_cancelled", async (log) => {
  const inner = createTask(() => sleeper(log, "inner", 20));
  const waiter = createTask(() => fate(log, "waiter", shield(inner)));
  await sleep(10);
  log(waiter.cancel("waiter"));
  await ended(waiter);
  log("inner", inner.done(), inner.cancelling());
  log(await inner);
});

scenario("the_shield_is_cancelled", async (log) => {
  const inner = createTask(() => sleeper(log, "inner", 20));
  const outer = shield(inner);
  await sleep(10);
  log(outer.cancel(), outer.cancelled(), inner.done());
  await fate(log, "outer", outer);
  log(await inner);
});

scenario.differs(
  "the_inner_is_cancelled",
  {
    // `CancelledError` has `message` = the cancel message; CPython loses it here.
    why: "the message of the cancellation is kept",
    log: `[0] inner starts
      [10] inner cancelled CancelledError(inner)
      [10] outer threw CancelledError(inner)
      [10] true
      [10] run returned none`,
  },
  async (log) => {
    const inner = createTask(() => sleeper(log, "inner", 20));
    const outer = shield(inner);
    await sleep(10);
    inner.cancel("inner");
    await fate(log, "outer", outer);
    log(outer.cancelled());
  },
);

scenario("of_something_done", async (log) => {
  const inner = createTask(() => sleep(10, "bowl"));
  await inner;
  const outer = shield(inner);
  log(outer.done(), outer === inner, await outer);
});

scenario("of_a_shield", async (log) => {
  const inner = createTask(() => sleeper(log, "inner", 20));
  const waiter = createTask(() => fate(log, "waiter", shield(shield(inner))));
  await sleep(10);
  waiter.cancel();
  await ended(waiter);
  log(await inner);
});

scenario("in_a_gather", async (log) => {
  const inner = createTask(() => sleeper(log, "inner", 20));
  const outer = gather([shield(inner), () => sleeper(log, "B", 30)]);
  await sleep(10);
  outer.cancel();
  await fate(log, "gather", outer);
  log(await inner);
});

scenario("waits_on_after_the_cancellation", async (log) => {
  const task = createTask(async () => {
    const saving = createTask(() => sleeper(log, "saving", 20));
    try {
      await shield(saving);
    } catch (error) {
      log("cancelled, but saving first");
      await saving;
      throw error;
    }
  });
  await sleep(10);
  task.cancel();
  await fate(log, "task", task);
});

scenario("done_and_cancelled_in_one_turn", async (log) => {
  const future = forever();
  const waiter = createTask(() => fate(log, "waiter", shield(future)));
  await sleep(10);
  future.setResult("value");
  waiter.cancel("late");
  await ended(waiter);
  log(future);
});

scenario("in_a_timeout", async (log) => {
  const inner = createTask(() => sleeper(log, "inner", 20));
  await fate(
    log,
    "timeout",
    timeout(10, async () => void (await shield(inner))),
  );
  log(await inner);
});
