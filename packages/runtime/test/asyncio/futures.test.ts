import { createTask, Future, sleep } from "baedal";
import { Boom, ended, fate, forever, type Log, recorded } from "./recorded.ts";

const scenario = recorded("futures");

/** Calls each and logs what it gives, or that it was refused. */
function attempt(log: Log, ...calls: (() => unknown)[]): void {
  for (const call of calls) {
    try {
      log(call());
    } catch (error) {
      log("refused", error);
    }
  }
}

scenario("settled_twice", async (log) => {
  const future = forever();
  future.setResult(1);
  attempt(
    log,
    () => future.setResult(2),
    () => future.setException(new Boom("late")),
  );
  log(future, future.cancel());
});

scenario("asked_too_early", async (log) => {
  const future = forever();
  attempt(
    log,
    () => future.result(),
    () => future.exception(),
  );
  log(future.done(), future.cancelled());
});

scenario("result", async (log) => {
  const future = forever();
  future.setResult("value");
  log(future.done(), future.cancelled(), future.result(), future.exception(), await future);
});

scenario("exception", async (log) => {
  const future = forever();
  future.setException(new Boom("f"));
  log(future.done(), future.cancelled(), future.exception());
  await fate(log, "await", future);
  try {
    future.result();
  } catch (error) {
    log("result raised", error);
  }
});

scenario("cancelled", async (log) => {
  const future = forever();
  log(future.cancel("message"), future.cancel("again"), future.done(), future.cancelled());
  await fate(log, "await", future);
  for (const ask of [() => future.result(), () => future.exception()]) {
    try {
      log(ask());
    } catch (error) {
      log((error as Error).name);
    }
  }
  attempt(log, () => future.setResult(1));
});

scenario("waiters_wake_in_order", async (log) => {
  const future = forever();
  const waiters = ["A", "B", "C", "D"].map((name) => createTask(() => fate(log, name, future)));
  await sleep(10);
  future.setResult("go");
  log("set");
  await ended(...waiters);
});

scenario("callbacks_and_waiters_in_order", async (log) => {
  const future = forever();
  const a = createTask(() => fate(log, "A", future));
  await sleep(0);
  future.addDoneCallback(() => log("callback"));
  const b = createTask(() => fate(log, "B", future));
  await sleep(0);
  future.setResult("go");
  await ended(a, b);
});

scenario("callbacks_run_in_a_turn_of_their_own", async (log) => {
  const future = forever();
  future.addDoneCallback((done) => log("callback", done));
  future.setResult("value");
  log("set");
  await sleep(0);
  log("after");
});

scenario("callback_after_cancel", async (log) => {
  const future = forever();
  future.addDoneCallback((done) => log("callback", done.cancelled()));
  future.cancel();
  log("cancelled");
  await sleep(0);
});

scenario("removed_callbacks", async (log) => {
  const one = (): void => log("one");
  const two = (): void => log("two");
  const future = forever();
  for (const callback of [one, two, one]) future.addDoneCallback(callback);
  log(future.removeDoneCallback(one), future.removeDoneCallback(one));
  future.setResult(undefined);
  await sleep(0);
});

scenario("chain_of_futures", async (log) => {
  const futures = Array.from({ length: 4 }, () => new Future<number>());
  const [first, , , last] = futures as [Future<number>, Future<number>, Future<number>, Future<number>]; // length 4
  const link = async (name: string, before?: Future<number>, after?: Future<number>): Promise<void> => {
    const value = (await before) ?? NaN;
    log(name, value);
    after?.setResult(value + 1);
  };
  const tasks = [0, 1, 2].map((n) => createTask(() => link(`link ${n}`, futures[n], futures[n + 1])));
  await sleep(10);
  first.setResult(0);
  log("last", await last);
  await ended(...tasks);
});

scenario("settled_in_reverse", async (log) => {
  const futures = [forever(), forever(), forever()];
  const waiters = futures.map((future, n) => createTask(() => fate(log, `waiter ${n}`, future)));
  await sleep(10);
  for (const future of futures.toReversed()) future.setResult("go");
  await ended(...waiters);
});

scenario("a_waiter_settles_the_next", async (log) => {
  const first = forever();
  const second = forever();
  const relay = async (): Promise<void> => {
    log("relay got", await first);
    second.setResult("two");
    await sleep(0);
    log("relay ends");
  };
  const last = async (): Promise<void> => log("last got", await second);
  const tasks = [createTask(last), createTask(relay)];
  await sleep(10);
  first.setResult("one");
  await ended(...tasks);
});
