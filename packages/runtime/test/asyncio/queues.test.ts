import { createTask, LifoQueue, PriorityQueue, Queue, sleep, waitFor } from "baedal";
import { each, ended, fate, type Log, recorded } from "./recorded.ts";

const scenario = recorded("queues");

/** Everything that is in it. */
function drain<T>(queue: Queue<T>): T[] {
  const items: T[] = [];
  while (!queue.empty()) items.push(queue.getNowait());
  return items;
}

/** Logs what a call throws, or only that it does where asyncio's class is another. */
function thrown(log: Log, call: () => unknown, words?: string): void {
  try {
    call();
  } catch (error) {
    log(words ?? error);
  }
}

scenario("in_and_out", async (log) => {
  const queue = new Queue<number>();
  for (let n = 0; n < 3; n++) await queue.put(n);
  log(queue.size, queue.empty(), queue.full());
  log(await queue.get(), queue.getNowait(), await queue.get());
  log(queue.size, queue.empty());
});

scenario("last_in_first_out", async (log) => {
  const queue = new LifoQueue<number>();
  for (const n of [2, 1, 3]) await queue.put(n);
  log(drain(queue));
});

scenario("smallest_first", async (log) => {
  const queue = new PriorityQueue<number>();
  for (const n of [2, 1, 3, 1]) await queue.put(n);
  log(drain(queue));
});

scenario("smallest_tuple_first", (log) => {
  const queue = new PriorityQueue<[number, string]>();
  const items: [number, string][] = [
    [2, "b"],
    [1, "z"],
    [2, "a"],
    [10, "c"],
  ];
  for (const item of items) queue.putNowait(item);
  log(drain(queue));
});

scenario("nothing_there", (log) => {
  thrown(log, () => new Queue().getNowait());
});

scenario("no_room", (log) => {
  const queue = new Queue<number>(1);
  queue.putNowait(1);
  log(queue.full(), queue.maxsize);
  thrown(log, () => queue.putNowait(2));
});

scenario("getters_in_order", async (log) => {
  const queue = new Queue<number>();
  const getters = each("ABC", (name) => fate(log, name, queue.get()));
  await sleep(10);
  for (let n = 0; n < 3; n++) queue.putNowait(n);
  log("put", queue.size);
  await ended(...getters);
});

scenario("putters_in_order", async (log) => {
  const queue = new Queue<string>(1);
  const putters = each("ABC", async (name) => {
    await queue.put(name);
    log(name, "put");
  });
  await sleep(10);
  for (let n = 0; n < 3; n++) {
    log("got", await queue.get());
    await sleep(10);
  }
  await ended(...putters);
});

scenario("producer_and_consumer", async (log) => {
  const queue = new Queue<number | undefined>(2);
  const producer = async (): Promise<void> => {
    for (let n = 0; n < 5; n++) {
      await queue.put(n);
      log("put", n);
    }
    await queue.put(undefined);
  };
  const consumer = async (): Promise<void> => {
    for (let item = await queue.get(); item !== undefined; item = await queue.get()) {
      log("got", item);
      await sleep(10);
    }
  };
  await ended(createTask(producer), createTask(consumer));
});

scenario("workers_share_the_work", async (log) => {
  const queue = new Queue<number>();
  for (let n = 0; n < 6; n++) queue.putNowait(n);
  const worker = async (name: string, time: number): Promise<void> => {
    for (;;) {
      const item = await queue.get();
      log(name, "takes", item);
      await sleep(time);
      queue.taskDone();
    }
  };
  const workers = [createTask(() => worker("A", 10)), createTask(() => worker("B", 25))];
  await queue.join();
  log("all done");
  for (const task of workers) task.cancel();
  await ended(...workers);
});

scenario("getter_cancelled", async (log) => {
  const queue = new Queue<string>();
  const getters = each("AB", (name) => fate(log, name, queue.get()));
  await sleep(10);
  getters[0]?.cancel("A");
  await sleep(10);
  queue.putNowait("item");
  await ended(...getters);
  log(queue.size);
});

scenario("getter_woken_then_cancelled", async (log) => {
  const queue = new Queue<string>();
  const getters = each("AB", (name) => fate(log, name, queue.get()));
  await sleep(10);
  queue.putNowait("item");
  getters[0]?.cancel("late");
  await ended(...getters);
  log(queue.size);
});

scenario("getter_woken_then_cancelled_and_nobody_waits", async (log) => {
  const queue = new Queue<string>();
  const getter = createTask(() => fate(log, "getter", queue.get()));
  await sleep(10);
  queue.putNowait("item");
  getter.cancel("late");
  await ended(getter);
  log(queue.size, queue.getNowait());
});

scenario("putter_cancelled", async (log) => {
  const queue = new Queue<string | number>(1);
  queue.putNowait(0);
  const putters = each("AB", (name) => fate(log, name, queue.put(name)));
  await sleep(10);
  putters[0]?.cancel("A");
  await sleep(10);
  log("got", queue.getNowait());
  await ended(...putters);
  log("got", queue.getNowait(), queue.size);
});

scenario("putter_woken_then_cancelled", async (log) => {
  const queue = new Queue<string | number>(1);
  queue.putNowait(0);
  const putters = each("AB", (name) => fate(log, name, queue.put(name)));
  await sleep(10);
  log("got", queue.getNowait());
  putters[0]?.cancel("late");
  await ended(...putters);
  log("got", queue.getNowait(), queue.size);
});

scenario("get_with_a_timeout", async (log) => {
  const queue = new Queue<string>();
  await fate(log, "get", waitFor(queue.get(), 10));
  queue.putNowait("item");
  await fate(log, "get", waitFor(queue.get(), 10));
});

scenario("join_waits_for_every_item", async (log) => {
  const queue = new Queue<number>();
  for (let n = 0; n < 2; n++) queue.putNowait(n);
  const joiner = createTask(() => fate(log, "join", queue.join()));
  for (let n = 0; n < 2; n++) {
    await sleep(10);
    queue.getNowait();
    log("taken", joiner.done());
    await sleep(10);
    queue.taskDone();
    log("done", joiner.done());
  }
  await ended(joiner);
  await queue.join();
  log("joined at once");
});

scenario("done_too_often", (log) => {
  const queue = new Queue<number>();
  queue.putNowait(1);
  queue.getNowait();
  queue.taskDone();
  thrown(log, () => queue.taskDone(), "refused");
});

scenario("shut_down_and_drained", async (log) => {
  const queue = new Queue<number>();
  for (let n = 0; n < 2; n++) queue.putNowait(n);
  queue.shutdown();
  await fate(log, "put", queue.put(3));
  for (let n = 0; n < 3; n++) await fate(log, "get", queue.get());
});

scenario("shut_down_at_once", async (log) => {
  const queue = new Queue<number>();
  for (let n = 0; n < 2; n++) queue.putNowait(n);
  const joiner = createTask(() => fate(log, "join", queue.join()));
  await sleep(10);
  queue.shutdown(true);
  await fate(log, "get", queue.get());
  await ended(joiner);
  log(queue.size);
});

scenario("shut_down_wakes_getters", async (log) => {
  const queue = new Queue<number>();
  const getters = each("AB", (name) => fate(log, name, queue.get()));
  await sleep(10);
  queue.shutdown();
  await ended(...getters);
});

scenario("shut_down_wakes_putters", async (log) => {
  const queue = new Queue<string | number>(1);
  queue.putNowait(0);
  const putters = each("AB", (name) => fate(log, name, queue.put(name)));
  await sleep(10);
  queue.shutdown();
  await ended(...putters);
  log("got", await queue.get());
  await fate(log, "get", queue.get());
});

scenario("shut_down_without_waiting", (log) => {
  const queue = new Queue<number>();
  queue.shutdown();
  thrown(log, () => queue.putNowait(1));
  thrown(log, () => queue.getNowait());
});

scenario("shut_down_and_joined", async (log) => {
  const queue = new Queue<number>();
  queue.putNowait(1);
  const joiner = createTask(() => fate(log, "join", queue.join()));
  await sleep(10);
  queue.shutdown();
  await sleep(10);
  log("still", joiner.done());
  log(await queue.get());
  queue.taskDone();
  await ended(joiner);
});

scenario("getters_of_a_priority_queue", async (log) => {
  const queue = new PriorityQueue<number>();
  const getters = each("AB", (name) => fate(log, name, queue.get()));
  await sleep(10);
  queue.putNowait(2);
  queue.putNowait(1);
  await ended(...getters);
});

scenario("full_priority_queue", async (log) => {
  const queue = new PriorityQueue<number>(1);
  queue.putNowait(5);
  const putter = createTask(() => fate(log, "put", queue.put(1)));
  await sleep(10);
  log("got", await queue.get());
  await ended(putter);
  log("got", await queue.get());
});

scenario("pipeline", async (log) => {
  const first = new Queue<number | undefined>(1);
  const second = new Queue<number | undefined>(1);
  const source = async (): Promise<void> => {
    for (let n = 0; n < 3; n++) await first.put(n);
    await first.put(undefined);
  };
  const double = async (): Promise<void> => {
    for (let item = await first.get(); item !== undefined; item = await first.get()) {
      await sleep(10);
      await second.put(item * 2);
    }
    await second.put(undefined);
  };
  const sink = async (): Promise<void> => {
    for (let item = await second.get(); item !== undefined; item = await second.get()) log("sink", item);
  };
  await ended(createTask(source), createTask(double), createTask(sink));
});

scenario("getter_woken_goes_on_in_its_place", async (log) => {
  const queue = new Queue<number>();
  const getters = ["A", "B"].map((name) => createTask(() => fate(log, name, queue.get())));
  await sleep(10);
  queue.putNowait(1);
  const first = createTask(async () => log("started after the first item"));
  queue.putNowait(2);
  const second = createTask(async () => log("started after the second item"));
  log("producer goes on");
  await ended(...getters, first, second);
});

scenario("putter_woken_goes_on_in_its_place", async (log) => {
  const queue = new Queue<number>(1);
  queue.putNowait(0);
  const putter = createTask(() => fate(log, "putter", queue.put(1)));
  await sleep(10);
  log("got", queue.getNowait());
  const later = createTask(async () => log("started after it"));
  await ended(putter, later);
  log("got", queue.getNowait());
});

scenario("getter_woken_and_cancelled_throws_in_its_place", async (log) => {
  const queue = new Queue<number>();
  const getters = each("ABCD", (name) => fate(log, name, queue.get()));
  await sleep(10);
  for (let n = 0; n < 3; n++) queue.putNowait(n);
  getters[0]?.cancel();
  getters[1]?.cancel();
  const later = createTask(async () => log("started after them"));
  log("in it", queue.size);
  await ended(...getters, later);
  log("in it", queue.size);
});

scenario("putter_woken_and_cancelled_throws_in_its_place", async (log) => {
  const queue = new Queue<number | string>(2);
  queue.putNowait(0);
  queue.putNowait(1);
  const putters = each("ABC", (name) => fate(log, name, queue.put(name)));
  await sleep(10);
  queue.getNowait();
  queue.getNowait();
  putters[0]?.cancel();
  const later = createTask(async () => log("started after them"));
  await ended(...putters, later);
  log("in it", drain(queue));
});

scenario("getter_learns_of_the_shutdown_in_its_place", async (log) => {
  const queue = new Queue<number>();
  const getters = each("ABC", (name) => fate(log, name, queue.get()));
  await sleep(10);
  queue.putNowait(1);
  const before = createTask(async () => log("started before the shutdown"));
  queue.shutdown();
  const after = createTask(async () => log("started after the shutdown"));
  getters[2]?.cancel();
  log("in it", queue.size);
  await ended(...getters, before, after);
});

scenario("putter_learns_of_the_shutdown_in_its_place", async (log) => {
  const queue = new Queue<number | string>(1);
  queue.putNowait(0);
  const putters = each("AB", (name) => fate(log, name, queue.put(name)));
  await sleep(10);
  queue.getNowait();
  const before = createTask(async () => log("started before the shutdown"));
  queue.shutdown();
  log("in it", queue.size);
  await ended(...putters, before);
  log("in it", queue.size);
});
