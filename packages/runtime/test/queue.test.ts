import {
  CancelledError,
  createTask,
  Event,
  gather,
  LifoQueue,
  PriorityQueue,
  Queue,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
  race,
  run,
  RuntimeError,
  sleep,
  timeout,
  TimeoutError,
  waitFor,
} from "baedal";
import { describe, expect, test } from "vitest";
import { microtask } from "./schedules.ts";

/** Puts items in until one of them has to wait. */
function filled<T>(queue: Queue<T>, ...items: T[]): Queue<T> {
  for (const item of items) queue.putNowait(item);
  return queue;
}

function drained<T>(queue: Queue<T>): T[] {
  const items: T[] = [];
  while (!queue.empty()) items.push(queue.getNowait());
  return items;
}

describe("A Queue used wrongly", () => {
  test("refuses a maxsize that is no number, and says where the options go", () => {
    expect(() => new Queue({ name: "orders" } as never)).toThrow(
      "The maxsize of a Queue must be a number, not a plain object; options come second: new Queue(0, { name })",
    );
    expect(() => new LifoQueue(Number.NaN)).toThrow(TypeError);
    expect(() => new PriorityQueue("1" as never)).toThrow("The maxsize of a PriorityQueue must be a number");
    expect(() => new Queue(1, { name: 1 as never })).toThrow(TypeError);
  });

  test("refuses to get from nothing, or to put into what is full, at once", () => {
    const queue = new Queue<number>(1, { name: "orders" });
    expect(() => queue.getNowait()).toThrow(QueueEmpty);
    expect(() => queue.getNowait()).toThrow("Queue 'orders' is empty; `await queue.get()` waits for an item");
    queue.putNowait(1);
    expect(() => queue.putNowait(2)).toThrow(QueueFull);
    expect(() => queue.putNowait(2)).toThrow("Queue 'orders' is full (1); `await queue.put(item)` waits for room");
    expect(drained(queue)).toEqual([1]);
  });

  test("refuses taskDone() more often than items were put", () => {
    const queue = filled(new Queue<number>(), 1);
    queue.taskDone();
    expect(() => queue.taskDone()).toThrow(RuntimeError);
    expect(() => queue.taskDone()).toThrow("taskDone() was called more often than items were put into this Queue");
  });
});

describe("A Queue", () => {
  test("holds any number of items when its maxsize is 0 or less, or so many", () => {
    for (const maxsize of [0, -1, Infinity]) {
      const queue = filled(new Queue<number>(maxsize), ...Array.from({ length: 100 }, (_, n) => n));
      expect([queue.size, queue.full(), queue.empty(), queue.maxsize]).toEqual([100, false, false, maxsize]);
    }
    expect(filled(new Queue<number>(2), 1, 2).full()).toBe(true);
    expect(filled(new Queue<number>(1.3), 1, 2).full()).toBe(true);
  });

  test("gives items out in the order in which they were put", async () => {
    const queue = filled(new Queue<number>(), 1, 3, 2);
    expect([await queue.get(), await queue.get(), await queue.get()]).toEqual([1, 3, 2]);
  });

  test("keeps order through growth and use, and undefined and thenables as items", () => {
    const queue = new Queue<unknown>();
    const expected: unknown[] = [];
    let next = 0;
    for (let round = 1; round < 60; round++) {
      for (let count = 0; count < round; count++, next++) {
        expected.push(next);
        queue.putNowait(next);
      }
      for (let count = 0; count < round / 2; count++) expect(queue.getNowait()).toBe(expected.shift());
    }
    expect(drained(queue)).toEqual(expected);
    const promise = Promise.resolve(1);
    expect(drained(filled(queue, undefined, promise))).toEqual([undefined, promise]);
  });

  test("does not make get() and put() wait where they need not", async () => {
    const queue = new Queue<number>(1);
    expect(queue.put(1).done()).toBe(true);
    expect(queue.get().done()).toBe(true);
  });

  test("lets get() wait for an item, first come, first served", async () => {
    await run(async () => {
      const queue = new Queue<number>(0, { name: "orders" });
      const log: string[] = [];
      const tasks = ["a", "b", "c"].map((name) => createTask(async () => log.push(`${name}${await queue.get()}`)));
      await sleep(0);
      expect(tasks[0]?.waitingOn).toBe("Queue.get of 'orders'");
      expect(queue.statistics().tasksWaitingGet).toBe(3);
      filled(queue, 1, 2, 3);
      await gather(tasks);
      expect(log).toEqual(["a1", "b2", "c3"]);
    });
  });

  test("lets put() wait for room, first come, first served", async () => {
    await run(async () => {
      const queue = filled(new Queue<string>(1, { name: "orders" }), "x");
      const log: string[] = [];
      const tasks = ["a", "b"].map((name) =>
        createTask(async () => {
          expect(await queue.put(name)).toBeUndefined();
          log.push(name);
        }),
      );
      await sleep(0);
      expect(tasks[0]?.waitingOn).toBe("Queue.put of 'orders'");
      expect(queue.statistics()).toMatchObject({ size: 1, maxsize: 1, tasksWaitingPut: 2, unfinishedTasks: 1 });
      expect(await queue.get()).toBe("x");
      await sleep(0);
      expect(log).toEqual(["a"]);
      expect([await queue.get(), await queue.get()]).toEqual(["a", "b"]);
      await gather(tasks);
    });
  });

  test("never lets get() or put() pass those who wait", async () => {
    await run(async () => {
      const queue = new Queue<number>(1);
      const waiting = createTask(() => queue.get());
      await sleep(0);
      queue.putNowait(1);
      const late = queue.get();
      expect(late.done()).toBe(false);
      queue.taskDone();
      expect(await waiting).toBe(1);
      queue.putNowait(2);
      expect(await late).toBe(2);

      queue.putNowait(3);
      const putter = createTask(() => queue.put(4));
      await sleep(0);
      expect(queue.getNowait()).toBe(3);
      const latePut = queue.put(5);
      expect(latePut.done()).toBe(false);
      await putter;
      expect([await queue.get(), await queue.get()]).toEqual([4, 5]);
      await latePut;
    });
  });

  test("keeps the place of who was woken for nothing", async () => {
    await run(async () => {
      const queue = new Queue<number>();
      const log: string[] = [];
      const getters = ["A", "B"].map((name) => createTask(async () => log.push(`${name} ${await queue.get()}`)));
      await sleep(0);
      queue.putNowait(1);
      expect(queue.getNowait()).toBe(1);
      await sleep(0);
      filled(queue, 2, 3);
      await gather(getters);
      expect(log).toEqual(["A 2", "B 3"]);
    });
  });

  test("counts an item until the turn of the task that it wakes, as asyncio does", async () => {
    await run(async () => {
      const queue = new Queue<number>(1);
      const waiting = createTask(() => queue.get());
      await sleep(0);
      queue.putNowait(1);
      expect([queue.size, queue.full()]).toEqual([1, true]);
      expect(() => queue.putNowait(2)).toThrow(QueueFull);
      expect(await waiting).toBe(1);
      expect([queue.size, queue.full()]).toEqual([0, false]);
    });
  });

  test("goes on putting before the one that it woke, as asyncio does", async () => {
    for (const consumerFirst of [true, false]) {
      await run(async () => {
        const queue = new Queue<number>(1);
        const log: string[] = [];
        const producer = async (): Promise<void> => {
          for (let n = 0; n < 4; n++) {
            await queue.put(n);
            log.push(`put ${n}`);
          }
        };
        const consumer = async (): Promise<void> => {
          for (let n = 0; n < 4; n++) log.push(`got ${await queue.get()}`);
        };
        await gather(consumerFirst ? [consumer, producer] : [producer, consumer]);
        expect(log.join()).toBe("put 0,got 0,put 1,got 1,put 2,got 2,put 3,got 3");
      });
    }
  });

  test("ends a get() and a put() when their time is up, and loses nothing", async () => {
    await run(async () => {
      const queue = new Queue<number>(1);
      await expect(waitFor(queue.get(), 0)).rejects.toThrow(TimeoutError);
      await expect(timeout(0, async () => await queue.get())).rejects.toThrow(TimeoutError);
      queue.putNowait(1);
      await expect(waitFor(queue.put(2), 0)).rejects.toThrow(TimeoutError);
      expect(drained(queue)).toEqual([1]);
      expect(queue.statistics()).toMatchObject({ tasksWaitingGet: 0, tasksWaitingPut: 0, unfinishedTasks: 1 });
    });
  });
});

describe("A cancelled get()", () => {
  test("takes nothing: the next gets the item", async () => {
    await run(async () => {
      const queue = new Queue<string>();
      const [first, second] = [createTask(() => queue.get()), createTask(() => queue.get())];
      await sleep(0);
      first.cancel();
      queue.putNowait("a");
      expect(await second).toBe("a");
      expect(first.cancelled()).toBe(true);
    });
  });

  test("leaves the item when it was put in the same turn", async () => {
    await run(async () => {
      const queue = new Queue<string>();
      const only = createTask(() => queue.get());
      await sleep(0);
      queue.putNowait("a");
      only.cancel();
      await expect(only).rejects.toThrow(CancelledError);
      expect(drained(queue)).toEqual(["a"]);
    });
  });

  test("puts the item back in front when it had it already", async () => {
    await run(async () => {
      const queue = new Queue<string>();
      const wins = new Event();
      const racing = createTask(async () => await race([wins.wait(), queue.get()]));
      await sleep(0);
      wins.set();
      filled(queue, "a", "b");
      expect(await racing).toBe(true);
      expect(drained(queue)).toEqual(["a", "b"]);
    });
  });

  test("gives the item to the next that waits when it lost a race with it", async () => {
    await run(async () => {
      const queue = new Queue<string>();
      const wins = new Event();
      const racing = createTask(async () => await race([wins.wait(), queue.get()]));
      const second = createTask(() => queue.get());
      await sleep(0);
      wins.set();
      queue.putNowait("a");
      expect(await gather([racing, second])).toEqual([true, "a"]);
    });
  });

  test("is cancelled at once where nobody awaits it, and leaves what woke it to the next", async () => {
    await run(async () => {
      const queue = new Queue<string>();
      const [first, second] = [queue.get(), queue.get()];
      queue.putNowait("a");
      expect(first.cancel("enough")).toBe(true);
      expect([first.cancelled(), first.cancel(), queue.statistics().tasksWaitingGet]).toEqual([true, false, 1]);
      await expect(first).rejects.toThrow("enough");
      expect(await second).toBe("a");
    });
  });

  test("leaves no getter behind", async () => {
    await run(async () => {
      const queue = new Queue<number>();
      for (let round = 0; round < 50; round++) await expect(waitFor(queue.get(), 0)).rejects.toThrow(TimeoutError);
      expect(queue.statistics().tasksWaitingGet).toBe(0);
    });
  });
});

describe("A cancelled put()", () => {
  test("puts nothing: the next has the room", async () => {
    await run(async () => {
      const queue = filled(new Queue<string>(1), "x");
      const [first, second] = [createTask(() => queue.put("a")), createTask(() => queue.put("b"))];
      await sleep(0);
      first.cancel();
      expect(queue.getNowait()).toBe("x");
      await second;
      expect(drained(queue)).toEqual(["b"]);
      expect(queue.statistics().unfinishedTasks).toBe(2);
    });
  });

  test("puts nothing when room was made in the same turn", async () => {
    await run(async () => {
      const queue = filled(new Queue<string>(1), "x");
      const [first, second] = [createTask(() => queue.put("a")), createTask(() => queue.put("b"))];
      await sleep(0);
      queue.getNowait();
      first.cancel();
      await second;
      expect(drained(queue)).toEqual(["b"]);
    });
  });

  test("takes its item out again when it lost a race with it", async () => {
    await run(async () => {
      const queue = filled(new Queue<string>(1), "x");
      const wins = new Event();
      const racing = createTask(async () => await race([wins.wait(), queue.put("a")]));
      const second = createTask(() => queue.put("b"));
      await sleep(0);
      wins.set();
      queue.getNowait();
      await gather([racing, second]);
      expect(drained(queue)).toEqual(["b"]);
      expect(queue.statistics().unfinishedTasks).toBe(2);
    });
  });

  test("is too late once somebody has the item: the put has happened, and the next wait is cancelled", async () => {
    await run(async () => {
      const queue = filled(new Queue<string>(1), "x");
      const wait = queue.put("a");
      const log: string[] = [];
      const putter = createTask(async () => {
        await wait;
        log.push("put");
        await sleep(0);
        log.push("never");
      });
      await sleep(0);
      queue.getNowait();
      const taker = createTask(async () => {
        while (!wait.done()) await microtask();
        expect(queue.getNowait()).toBe("a");
        putter.cancel();
      });
      await taker;
      await expect(putter).rejects.toThrow(CancelledError);
      expect(log).toEqual(["put"]);
    });
  });
});

describe("Queue.join()", () => {
  test("does not wait when nothing was put", async () => {
    expect(new Queue().join().done()).toBe(true);
  });

  test("waits until taskDone() was called for every item", async () => {
    await run(async () => {
      const queue = filled(new Queue<number>(0, { name: "orders" }), ...Array.from({ length: 100 }, (_, n) => n));
      let sum = 0;
      const worker = async (): Promise<never> => {
        for (;;) {
          const item = await queue.get();
          await sleep(0);
          sum += item;
          queue.taskDone();
        }
      };
      const workers = [createTask(worker), createTask(worker)];
      const joins = [createTask(() => queue.join()), createTask(() => queue.join())];
      await sleep(0);
      expect(joins[0]?.waitingOn).toBe("Queue.join of 'orders'");
      expect(queue.statistics().tasksWaitingJoin).toBe(2);
      await gather(joins);
      expect(sum).toBe(4950);
      for (const task of workers) task.cancel();
    });
  });

  test("can be cancelled, and counts on", async () => {
    await run(async () => {
      const queue = filled(new Queue<number>(), 1);
      const join = createTask(() => queue.join());
      await sleep(0);
      join.cancel();
      await expect(join).rejects.toThrow(CancelledError);
      const again = createTask(() => queue.join());
      await sleep(0);
      queue.taskDone();
      await again;
    });
  });
});

describe("Queue.shutdown()", () => {
  test("takes nothing more, but gives out what is in it", async () => {
    const queue = filled(new Queue<number>(0, { name: "orders" }), 1, 2);
    queue.shutdown();
    expect(() => queue.putNowait(3)).toThrow(
      new QueueShutDown("Queue 'orders' is shut down: putNowait() puts nothing in"),
    );
    await expect(queue.put(3)).rejects.toThrow(QueueShutDown);
    expect(queue.getNowait()).toBe(1);
    expect(await queue.get()).toBe(2);
    expect(() => queue.getNowait()).toThrow(QueueShutDown);
    await expect(queue.get()).rejects.toThrow("is shut down: get() finds nothing more");
    expect(queue.statistics().isShutDown).toBe(true);
  });

  test("ends all who wait", async () => {
    await run(async () => {
      const [empty, full] = [new Queue<number>(), filled(new Queue<number>(1), 1)];
      const tasks = [createTask(() => empty.get()), createTask(() => empty.get()), createTask(() => full.put(2))];
      await sleep(0);
      empty.shutdown();
      full.shutdown();
      for (const task of tasks) await expect(task).rejects.toThrow(QueueShutDown);
      expect(drained(full)).toEqual([1]);
    });
  });

  test("gives those who were woken the items that woke them", async () => {
    await run(async () => {
      const queue = new Queue<number>();
      const tasks = [1, 2, 3].map(() => createTask(() => queue.get()));
      await sleep(0);
      filled(queue, 1, 2).shutdown();
      expect(await gather(tasks, { returnExceptions: true })).toEqual([1, 2, expect.any(QueueShutDown)]);
    });
  });

  test("gives who comes before those who were woken what they leave, or nothing", async () => {
    await run(async () => {
      const queue = new Queue<number>();
      const waiting = createTask(() => queue.get());
      await sleep(0);
      filled(queue, 1, 2).shutdown();
      const [next, last] = [queue.get(), queue.get()];
      await expect(last).rejects.toThrow(QueueShutDown);
      expect([await waiting, await next]).toEqual([1, 2]);
    });
  });

  test("leaves join() waiting for what is still to be done", async () => {
    await run(async () => {
      const queue = filled(new Queue<number>(), 1, 2);
      const join = createTask(() => queue.join());
      await sleep(0);
      queue.shutdown();
      queue.getNowait();
      queue.taskDone();
      await sleep(0);
      expect(join.done()).toBe(false);
      queue.getNowait();
      queue.taskDone();
      await join;
    });
  });

  test("throws the items away when it is immediate: they count as done", async () => {
    await run(async () => {
      const queue = filled(new Queue<number>(0), 1, 2, 3);
      expect(queue.getNowait()).toBe(1);
      const join = createTask(() => queue.join());
      await sleep(0);
      queue.shutdown(true);
      expect(queue.empty()).toBe(true);
      await expect(queue.get()).rejects.toThrow(QueueShutDown);
      await sleep(0);
      expect(join.done()).toBe(false);
      queue.taskDone();
      await join;
      expect(() => queue.taskDone()).toThrow(RuntimeError);
    });
  });

  test("ends join() at once when it is immediate and nothing is being worked on", async () => {
    await run(async () => {
      const queue = filled(new Queue<number>(), 1, 2);
      const join = createTask(() => queue.join());
      await sleep(0);
      queue.shutdown();
      expect(join.done()).toBe(false);
      queue.shutdown(true);
      await join;
    });
  });

  test("gives an item that came back too late to nobody, and counts it as done", async () => {
    await run(async () => {
      const queue = new Queue<string>();
      const getter = createTask(() => queue.get());
      await sleep(0);
      queue.putNowait("a");
      queue.shutdown();
      queue.shutdown(true);
      getter.cancel();
      await expect(getter).rejects.toThrow(CancelledError);
      expect([queue.empty(), queue.statistics().unfinishedTasks]).toEqual([true, 0]);
    });
  });
});

describe("Iterating over a Queue", () => {
  test("gives every item until it is shut down, and does not call taskDone()", async () => {
    await run(async () => {
      const queue = filled(new Queue<number>(), 1, 2);
      const seen: number[] = [];
      const reader = createTask(async () => {
        for await (const item of queue) seen.push(item);
        return "end";
      });
      await sleep(0);
      expect(reader.waitingOn).toBe("Queue.get");
      await queue.put(3);
      await sleep(0);
      queue.shutdown();
      expect(await reader).toBe("end");
      expect(seen).toEqual([1, 2, 3]);
      expect(queue.statistics().unfinishedTasks).toBe(3);
    });
  });

  test("can be shared by several tasks, and left at any time", async () => {
    await run(async () => {
      const queue = filled(new Queue<number>(), 1, 2, 3, 4);
      queue.shutdown();
      const seen: number[] = [];
      const reader = async (most: number): Promise<void> => {
        let count = 0;
        for await (const item of queue) {
          seen.push(item);
          if (++count === most) break;
        }
      };
      await gather([() => reader(1), () => reader(2)]);
      expect(seen.toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
      expect(drained(queue)).toEqual([4]);
    });
  });

  test("loses no item when it is cancelled in the turn in which it gets one", async () => {
    await run(async () => {
      const queue = new Queue<number>();
      const reader = createTask(async () => {
        for await (const item of queue) expect(item).toBe("never given");
      });
      await sleep(0);
      queue.putNowait(1);
      queue.shutdown();
      reader.cancel();
      await expect(reader).rejects.toThrow(CancelledError);
      expect(drained(queue)).toEqual([1]);
    });
  });

  test("gives items that are promises as they are", async () => {
    const promise = Promise.resolve(1);
    const queue = filled(new Queue<unknown>(), promise);
    queue.shutdown();
    for await (const item of queue) expect(item).toBe(promise);
  });
});

describe("A LifoQueue", () => {
  test("gives the newest out first, to those who wait too", async () => {
    await run(async () => {
      const queue = filled(new LifoQueue<number>(2, { name: "plates" }), 1, 3);
      expect(queue).toBeInstanceOf(Queue);
      expect(queue.full()).toBe(true);
      expect([await queue.get(), await queue.get()]).toEqual([3, 1]);
      const waiting = createTask(() => queue.get());
      await sleep(0);
      expect(waiting.waitingOn).toBe("LifoQueue.get of 'plates'");
      filled(queue, 5, 6);
      expect(await waiting).toBe(6);
      expect(drained(queue)).toEqual([5]);
    });
  });
});

describe("A PriorityQueue", () => {
  test("gives the smallest out first, to those who wait too", async () => {
    await run(async () => {
      const queue = filled(new PriorityQueue<number>(0, { name: "orders" }), 1, 3, 2);
      expect(drained(queue)).toEqual([1, 2, 3]);
      const waiting = createTask(() => queue.get());
      await sleep(0);
      expect(waiting.waitingOn).toBe("PriorityQueue.get of 'orders'");
      filled(queue, 5, 4, 6);
      expect(await waiting).toBe(4);
      expect(drained(queue)).toEqual([5, 6]);
    });
  });

  test("gives the first out first among equals", () => {
    const queue = new PriorityQueue<{ name: string; hunger: number }>(0, { compare: (a, b) => b.hunger - a.hunger });
    for (const name of ["a", "b", "c", "d", "e"]) queue.putNowait({ name, hunger: name === "d" ? 9 : 1 });
    expect(drained(queue).map(({ name }) => name)).toEqual(["d", "a", "b", "c", "e"]);
  });

  test("orders numbers, strings, dates, and arrays as tuples", () => {
    const inOrder = (...items: unknown[]): unknown[] => drained(filled(new PriorityQueue<unknown>(), ...items));
    expect(inOrder(10, 9n, -1, 2.5)).toEqual([-1, 2.5, 9n, 10]);
    expect(inOrder("b", "a")).toEqual(["a", "b"]);
    expect(inOrder(new Date(5), new Date(1))).toEqual([new Date(1), new Date(5)]);
    expect(inOrder([10, "x"], [2, "b"], [2, "a"], [2])).toEqual([[2], [2, "a"], [2, "b"], [10, "x"]]);
    expect(inOrder(true, false)).toEqual([false, true]);
  });

  test("refuses items that have no order, says how to give them one, and stays whole", async () => {
    const queue = filled(new PriorityQueue<unknown>(), 3, 1);
    for (const stranger of [{}, "2", Number.NaN, undefined, [1]]) {
      expect(() => queue.putNowait(stranger)).toThrow(TypeError);
      expect(() => queue.put(stranger)).toThrow("pass { compare: (a, b) => a.priority - b.priority }");
    }
    expect(queue.statistics()).toMatchObject({ size: 2, unfinishedTasks: 2 });
    expect(drained(queue)).toEqual([1, 3]);
    expect(() => new PriorityQueue(0, { compare: 1 as never })).toThrow(
      "compare of a PriorityQueue must be a function",
    );
  });

  test("fails the put() whose item has no order, not the get() that made room for it", async () => {
    await run(async () => {
      const queue = filled(new PriorityQueue<unknown>(2), 2, 1);
      const putter = createTask(() => queue.put("x"));
      const next = createTask(() => queue.put(3));
      await sleep(0);
      expect(await queue.get()).toBe(1);
      await expect(putter).rejects.toThrow(TypeError);
      await next;
      expect(drained(queue)).toEqual([2, 3]);
    });
  });
});

describe("A Queue and two runs", () => {
  test("carries items from one run to another", async () => {
    const queue = new Queue<number>();
    await run(() => queue.put(1));
    expect(await run(() => queue.get())).toBe(1);
  });

  test("cannot be used in another run while tasks of one wait", async () => {
    const queue = new Queue<number>(0, { name: "orders" });
    const wait = queue.get();
    await expect(run(() => queue.get())).rejects.toThrow("Queue 'orders' is in use in another run");
    await expect(run(() => queue.putNowait(1))).rejects.toThrow(RuntimeError);
    await expect(run(() => queue.put(1))).rejects.toThrow(RuntimeError);
    expect(queue.size).toBe(0);
    queue.putNowait(2);
    expect(await wait).toBe(2);
    await run(() => queue.put(1));
  });
});
