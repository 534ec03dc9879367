import { createTask, type Future, gather, LifoQueue, PriorityQueue, Queue, run, sleep, type Task } from "baedal";
import { explore } from "baedal/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { microtask, schedules } from "./schedules.ts";

/** What every get() and put() of one random program came to. */
interface Outcome {
  readonly put: number[];
  readonly got: number[];
  readonly left: number[];
}

const step = fc.tuple(
  fc.constantFrom("put", "get", "putNowait", "getNowait", "cancel", "turn", "microtask"),
  fc.nat(99),
);

/** Plays a random program of tasks that put, get and are cancelled, and drains the queue in the end. */
async function play(queue: Queue<number>, steps: readonly (readonly [string, number])[]): Promise<Outcome> {
  const put: number[] = [];
  const got: number[] = [];
  const tasks: Task<unknown>[] = [];
  let next = 0;
  const puts = async (item: number): Promise<void> => {
    await queue.put(item);
    put.push(item);
  };
  for (const [action, choice] of steps) {
    if (action === "put") tasks.push(createTask(() => puts(next++)));
    if (action === "get") tasks.push(createTask(async () => got.push(await queue.get())));
    if (action === "putNowait" && !queue.full()) {
      queue.putNowait(next);
      put.push(next++);
    }
    if (action === "getNowait" && !queue.empty()) got.push(queue.getNowait());
    if (action === "cancel") tasks[choice % (tasks.length + 1)]?.cancel();
    if (action === "turn") await sleep(0);
    if (action === "microtask") for (let count = choice % 12; count > 0; count--) await microtask();
    if (queue.maxsize > 0) expect(queue.size).toBeLessThanOrEqual(queue.maxsize + tasks.length);
  }
  for (const task of tasks) task.cancel();
  await gather(tasks, { returnExceptions: true });
  const { size, tasksWaitingGet, tasksWaitingPut, unfinishedTasks } = queue.statistics();
  expect([tasksWaitingGet, tasksWaitingPut]).toEqual([0, 0]);
  const left: number[] = [];
  while (!queue.empty()) left.push(queue.getNowait());
  expect(left).toHaveLength(size);
  expect(unfinishedTasks).toBe(put.length);
  return { put, got, left };
}

const ascending = (items: readonly number[]): number[] => items.toSorted((a, b) => a - b);

describe("Under random programs of puts, gets and cancellations", () => {
  for (const [kind, make] of Object.entries({
    Queue: (maxsize: number) => new Queue<number>(maxsize),
    LifoQueue: (maxsize: number) => new LifoQueue<number>(maxsize),
    PriorityQueue: (maxsize: number) => new PriorityQueue<number>(maxsize),
  })) {
    test(`a ${kind} gives out each item that was put exactly once`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(3), fc.array(step, { maxLength: 80 }), async (maxsize, steps) => {
          const { put, got, left } = await run(() => play(make(maxsize), steps));
          expect(ascending([...got, ...left])).toEqual(ascending(put));
        }),
        { numRuns: 400 },
      );
    });
  }

  test("a Queue gives items out in the order in which they were put", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.array(step, { maxLength: 80 }), async (maxsize, steps) => {
        // Items are numbered in the order of the calls of put(); getNowait() shows the order in which they come out.
        const ordered = steps.filter(([action]) => action !== "get" && action !== "putNowait");
        const { got, left } = await run(() => play(new Queue<number>(maxsize), ordered));
        expect([...got, ...left]).toEqual(ascending([...got, ...left]));
      }),
      { numRuns: 400 },
    );
  });

  test("a Queue that nobody awaits serves getters and putters in order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 60 }), async (maxsize, steps) => {
        await run(async () => {
          const queue = new Queue<number>(maxsize);
          const gets: Future<number>[] = [];
          const puts: Future<void>[] = [];
          const given: number[] = [];
          let next = 0;
          for (const [action, choice] of steps) {
            if (action === "get") gets.push(queue.get());
            if (action === "put") puts.push(queue.put(next++));
            if (action === "cancel") (choice % 2 === 0 ? gets : puts).splice(choice % 5, 1)[0]?.cancel();
            await sleep(0);
            while (gets[0]?.done() === true) given.push(gets.shift()?.result() as number);
            while (puts[0]?.done() === true) puts.shift();
            // Whoever still waits came last, and nobody waits in vain.
            expect([...gets, ...puts].some((wait) => wait.done())).toBe(false);
            expect(gets.length > 0 && queue.size > 0).toBe(false);
            expect(puts.length > 0 && !queue.full()).toBe(false);
          }
          expect(given).toEqual(ascending(given));
          for (const wait of [...gets, ...puts]) wait.cancel();
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe("Under explored schedules", () => {
  for (const [kind, make] of Object.entries({
    Queue: () => new Queue<number>(1),
    LifoQueue: () => new LifoQueue<number>(1),
    PriorityQueue: () => new PriorityQueue<number>(1),
  })) {
    test(`a ${kind} loses and doubles nothing, whoever is cancelled`, async () => {
      const { runs } = await explore(
        async () => {
          const queue = make();
          const put = new Set<number>();
          const got: number[] = [];
          const producer = async (first: number): Promise<void> => {
            for (let item = first; item < first + 3; item++) {
              await queue.put(item);
              put.add(item);
            }
          };
          const consumer = async (): Promise<void> => {
            for await (const item of queue) got.push(item);
          };
          const producers = [createTask(() => producer(0)), createTask(() => producer(10))];
          const consumers = [createTask(consumer), createTask(consumer), createTask(consumer)];
          await sleep(0);
          consumers[0]?.cancel();
          producers[0]?.cancel();
          await sleep(0);
          consumers[1]?.cancel();
          await gather(producers, { returnExceptions: true });
          queue.shutdown();
          await gather(consumers, { returnExceptions: true });
          const missing = [...put].filter((item) => !got.includes(item));
          if (missing.length > 0) throw new Error(`lost ${String(missing)}`);
          if (new Set(got).size < got.length) throw new Error(`doubled one of ${String(got)}`);
          const extra = got.filter((item) => !put.has(item));
          if (extra.length > 0) throw new Error(`got what was never put: ${String(extra)}`);
        },
        { runs: schedules },
      );
      expect(runs).toBe(schedules);
    });
  }

  test("a Queue that is shut down gives out what was put before, and ends all who wait, whoever is cancelled", async () => {
    const { runs } = await explore(
      async () => {
        const queue = new Queue<number>(1);
        const put: number[] = [];
        const got: number[] = [];
        const producer = async (first: number): Promise<void> => {
          for (let item = first; item < first + 3; item++) {
            await queue.put(item);
            put.push(item);
          }
        };
        const consumer = async (): Promise<void> => {
          for (;;) got.push(await queue.get());
        };
        const consumers = [createTask(consumer), createTask(consumer), createTask(consumer)];
        const producers = [createTask(() => producer(0)), createTask(() => producer(10))];
        const closer = createTask(async () => {
          await sleep(0);
          consumers[0]?.cancel();
          queue.shutdown();
          producers[0]?.cancel();
        });
        const ends = await gather([...consumers, ...producers, closer], { returnExceptions: true });
        const odd = ends.find((end) => end instanceof Error && !/shut down|^$/.test(end.message));
        if (odd !== undefined) throw odd;
        if (put.some((item) => !got.includes(item))) throw new Error(`put ${String(put)}, got ${String(got)}`);
        if (new Set(got).size < got.length) throw new Error(`doubled one of ${String(got)}`);
      },
      { runs: schedules },
    );
    expect(runs).toBe(schedules);
  });
});
