import { AsyncLocalStorage } from "node:async_hooks";
import { createTask, Future, sleep } from "baedal";
import { Effect, Fiber } from "effect";
import type { Comparison } from "../compare.ts";

const context = new AsyncLocalStorage<object>();
const resolved = Promise.resolve();
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Heap bytes of what `park` makes and keeps parked; `release` lets it go. */
async function measured(park: () => unknown, release: (parked: unknown) => unknown): Promise<number> {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error("The memory benchmark needs node --expose-gc, as `npm run bench` gives it");
  gc();
  await turn();
  gc();
  const before = process.memoryUsage().heapUsed;
  const parked = park();
  await turn();
  await turn();
  gc();
  await turn();
  gc();
  const bytes = process.memoryUsage().heapUsed - before;
  await release(parked);
  return bytes;
}

const many = <T>(operations: number, make: () => T): T[] => Array.from({ length: operations }, make);

/** What a task costs while it waits. */
export const memory: Comparison = {
  title: "heap bytes per parked task",
  operations: 50_000,
  rounds: 5,
  unit: "bytes",
  contenders: [
    {
      name: "async function",
      work: async (operations) =>
        await measured(
          () =>
            many(operations, () => {
              const { promise, resolve } = Promise.withResolvers<void>();
              return { resolve, done: (async () => await promise)() };
            }),
          (parked) => (parked as { resolve: () => void }[]).forEach(({ resolve }) => resolve()),
        ),
    },
    {
      name: "the same with ALS context and object",
      work: async (operations) =>
        await measured(
          () =>
            many(operations, () => {
              const { promise, resolve } = Promise.withResolvers<void>();
              const task = { state: 0, result: undefined, resolve };
              context.run(task, () => void resolved.then(() => void (async () => await promise)().then(() => {})));
              return task;
            }),
          (parked) => (parked as { resolve: () => void }[]).forEach(({ resolve }) => resolve()),
        ),
    },
    {
      name: "baedal, at a Future",
      work: async (operations) =>
        await measured(
          () => many(operations, () => createTask(async () => await new Future<void>())),
          async (parked) => {
            for (const task of parked as { cancel(): boolean }[]) task.cancel();
            await sleep(0);
          },
        ),
    },
    {
      name: "baedal, asleep",
      work: async (operations) =>
        await measured(
          () => many(operations, () => createTask(async () => await sleep(60_000))),
          async (parked) => {
            for (const task of parked as { cancel(): boolean }[]) task.cancel();
            await sleep(0);
          },
        ),
    },
    {
      name: "Effect, asleep",
      work: async (operations) =>
        await measured(
          () => many(operations, () => Effect.runFork(Effect.sleep(60_000))),
          async (fibers) => await Effect.runPromise(Fiber.interruptAll(fibers as Fiber.Fiber<void>[])),
        ),
    },
  ],
  goals: [
    { ours: "baedal, at a Future", atMost: 1425 },
    { ours: "baedal, asleep", atMost: 1425 },
  ],
};
