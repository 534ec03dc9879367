import { Barrier, BoundedSemaphore, createTask, Semaphore, sleep, timeout, waitFor } from "baedal";
import { Boom, each, ended, fate, type Log, recorded, sleeper } from "./recorded.ts";

const scenario = recorded("semaphores");

scenario("two_at_a_time", async (log) => {
  const semaphore = new Semaphore(2);
  const worker = async (name: string): Promise<void> => {
    using _held = await semaphore.acquire();
    log(name, "in");
    await sleep(10);
    log(name, "out");
  };
  await ended(...each("ABCDE", worker));
});

scenario("in_order_of_asking", async (log) => {
  const semaphore = new Semaphore(0);
  const tasks = each("ABCD", async (name) => {
    await semaphore.acquire();
    log(name);
  });
  await sleep(10);
  semaphore.release();
  semaphore.release();
  await sleep(10);
  log("two more");
  semaphore.release();
  semaphore.release();
  await ended(...tasks);
  log(semaphore.locked());
});

/** Takes a permit and says so. */
async function takes(log: Log, semaphore: Semaphore, name: string): Promise<void> {
  using _held = await semaphore.acquire();
  log(name);
}

scenario("newcomer_queues_behind", async (log) => {
  const semaphore = new Semaphore(1);
  await semaphore.acquire();
  const first = createTask(() => takes(log, semaphore, "first"));
  await sleep(10);
  semaphore.release();
  const second = createTask(() => takes(log, semaphore, "second"));
  await ended(first, second);
});

scenario("released_and_taken_back_at_once", async (log) => {
  const semaphore = new Semaphore(1);
  await semaphore.acquire();
  const task = createTask(() => takes(log, semaphore, "worker"));
  await sleep(10);
  semaphore.release();
  log(semaphore.locked());
  await semaphore.acquire();
  log("main");
  semaphore.release();
  await ended(task);
});

/** What asyncio's `acquire()` gives; ours gives a guard. */
async function acquired(semaphore: Semaphore): Promise<boolean> {
  await semaphore.acquire();
  return true;
}

scenario("waiter_cancelled", async (log) => {
  const semaphore = new Semaphore(0);
  const tasks = each("ABC", (name) => fate(log, name, acquired(semaphore)));
  await sleep(10);
  tasks[1]?.cancel("B");
  await sleep(10);
  semaphore.release();
  semaphore.release();
  await sleep(10);
  log(
    tasks.map((task) => task.done()),
    semaphore.locked(),
  );
});

scenario("woken_then_cancelled_passes_it_on", async (log) => {
  const semaphore = new Semaphore(0);
  const tasks = each("AB", async (name) => {
    try {
      await semaphore.acquire();
      log(name, "has it");
    } catch (error) {
      log(name, error);
      throw error;
    }
  });
  await sleep(10);
  semaphore.release();
  tasks[0]?.cancel("late");
  await ended(...tasks);
  log(semaphore.locked());
});

scenario("woken_then_cancelled_and_nobody_waits", async (log) => {
  const semaphore = new Semaphore(0);
  const task = createTask(() => semaphore.acquire());
  await sleep(10);
  semaphore.release();
  task.cancel("late");
  await ended(task);
  log(task.cancelled(), semaphore.locked());
  await semaphore.acquire();
  log(semaphore.locked());
});

scenario("released_more_often_than_acquired", async (log) => {
  const semaphore = new Semaphore(1);
  semaphore.release();
  for (let count = 0; count < 2; count++) await semaphore.acquire();
  log(semaphore.locked());
});

/** Says that a call was refused; asyncio's `ValueError` is another class here. */
function refused(log: Log, call: () => unknown): void {
  try {
    call();
  } catch {
    log("refused");
  }
}

scenario("bounded_released_too_often", async (log) => {
  const semaphore = new BoundedSemaphore(1);
  {
    using _held = await semaphore.acquire();
    log(semaphore.locked());
  }
  refused(log, () => semaphore.release());
});

scenario("negative_value", (log) => {
  refused(log, () => new Semaphore(-1));
});

scenario("holder_fails", async (log) => {
  const semaphore = new Semaphore(1);
  const worker = async (name: string, error?: Error): Promise<void> => {
    using _held = await semaphore.acquire();
    await sleeper(log, name, 10, error);
  };
  const tasks = [createTask(() => worker("A", new Boom("a"))), createTask(() => worker("B"))];
  await ended(...tasks);
  log(tasks);
});

scenario("with_a_timeout", async (log) => {
  const semaphore = new Semaphore(1);
  await semaphore.acquire();
  try {
    await timeout(10, async () => void (await semaphore.acquire()));
  } catch (error) {
    log(error);
  }
  semaphore.release();
  log(semaphore.locked());
});

scenario("barrier_lets_all_go", async (log) => {
  const barrier = new Barrier(3);
  const worker = async (name: string, time: number): Promise<void> => {
    await sleep(time);
    log(name, "comes", barrier.nWaiting);
    const index = await barrier.wait();
    log(name, "goes", index);
  };
  const times = Object.entries({ A: 30, B: 10, C: 20 });
  await ended(...times.map(([name, time]) => createTask(() => worker(name, time))));
  log(barrier.nWaiting, barrier.broken);
});

scenario("barrier_round_after_round", async (log) => {
  const barrier = new Barrier(2);
  const worker = async (name: string, time: number): Promise<void> => {
    for (let round = 0; round < 2; round++) {
      await sleep(time);
      const index = await barrier.wait();
      log(name, round, index);
    }
  };
  await ended(
    createTask(() => worker("A", 10)),
    createTask(() => worker("B", 20)),
  );
});

scenario("barrier_of_one", async (log) => {
  const barrier = new Barrier(1);
  log(await barrier.wait(), await barrier.wait(), barrier.nWaiting);
});

scenario("barrier_aborted", async (log) => {
  const barrier = new Barrier(3);
  const tasks = each("AB", (name) => fate(log, name, barrier.wait()));
  await sleep(10);
  barrier.abort();
  await ended(...tasks);
  log(barrier.broken);
  await fate(log, "late", barrier.wait());
});

scenario("barrier_reset", async (log) => {
  const barrier = new Barrier(2);
  const task = createTask(() => fate(log, "A", barrier.wait()));
  await sleep(10);
  barrier.reset();
  await ended(task);
  log(barrier.broken, barrier.nWaiting);
  await ended(...each("BC", (name) => fate(log, name, barrier.wait())));
});

scenario("barrier_waiter_cancelled", async (log) => {
  const barrier = new Barrier(2);
  const first = createTask(() => fate(log, "first", barrier.wait()));
  await sleep(10);
  log(barrier.nWaiting);
  first.cancel("first");
  await ended(first);
  log(barrier.nWaiting, barrier.broken);
  await ended(...each("BC", (name) => fate(log, name, barrier.wait())));
});

scenario("barrier_surplus_waits_for_the_next_round", async (log) => {
  const barrier = new Barrier(2);
  const tasks = each("ABC", (name) => fate(log, name, barrier.wait()));
  await sleep(10);
  log(
    tasks.map((task) => task.done()),
    barrier.nWaiting,
  );
  const last = createTask(() => fate(log, "D", barrier.wait()));
  await ended(...tasks, last);
});

scenario("barrier_with_a_timeout", async (log) => {
  const barrier = new Barrier(2);
  await fate(log, "wait", waitFor(barrier.wait(), 10));
  log(barrier.nWaiting, barrier.broken);
});

scenario("locked_while_one_that_was_woken_has_not_gone_on", async (log) => {
  const semaphore = new Semaphore(1);
  await semaphore.acquire();
  const waiter = createTask(async () => {
    await semaphore.acquire();
    log("waiter has it");
  });
  await sleep(10);
  semaphore.release();
  semaphore.release();
  log(semaphore.locked());
  await ended(waiter);
  log(semaphore.locked());
});

scenario("barrier_aborted_between_the_wake_ups_of_a_round", async (log) => {
  const barrier = new Barrier(3);
  const first = createTask(async () => {
    log("A", await barrier.wait());
    barrier.abort();
  });
  await ended(first, ...each("BC", (name) => fate(log, name, barrier.wait())));
});

scenario("barrier_aborted_before_the_woken_goes_on", async (log) => {
  const barrier = new Barrier(2);
  const waiter = createTask(() => fate(log, "waiter", barrier.wait()));
  await sleep(10);
  await barrier.wait();
  const later = createTask(async () => log("started after it"));
  barrier.abort();
  await ended(waiter, later);
});

scenario("barrier_comes_again_before_the_woken_goes_on", async (log) => {
  const barrier = new Barrier(2);
  const waiter = createTask(() => fate(log, "waiter", barrier.wait()));
  await sleep(10);
  const napper = createTask(async () => {
    await sleep(0);
    log("napped");
  });
  const other = createTask(() => barrier.wait());
  await barrier.wait();
  await barrier.wait();
  log("second round");
  await ended(waiter, napper, other);
});

scenario("barrier_waiter_woken_and_cancelled_throws_in_its_place", async (log) => {
  const barrier = new Barrier(2);
  const waiter = createTask(() => fate(log, "waiter", barrier.wait()));
  await sleep(10);
  await barrier.wait();
  const later = createTask(async () => log("started after it"));
  waiter.cancel();
  await ended(waiter, later);
});

scenario("spare_permit_wakes_the_next_before_the_woken_goes_on", async (log) => {
  const semaphore = new Semaphore(0);
  const worker = async (name: string): Promise<void> => {
    await semaphore.acquire();
    log(name, "has it");
    await sleep(0);
    log(name, "goes on");
  };
  const first = createTask(() => worker("first"));
  await sleep(10);
  const second = createTask(() => worker("second"));
  semaphore.release();
  semaphore.release();
  await ended(first, second);
});
