import { AsyncLocalStorage } from "node:async_hooks";
import { gather, run } from "baedal";
import { Effect, Fiber } from "effect";
import { all, run as runEffection, spawn as spawnEffection } from "effection";
import pLimit from "p-limit";
import type { Comparison } from "../compare.ts";
import { asyncio } from "./asyncio.ts";

const context = new AsyncLocalStorage<object>();
const resolved = Promise.resolve();

/** The least that a task in an AsyncLocalStorage context of its own can cost: an object, a hop, `als.run`, a `then`. */
function floor(operations: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = operations;
  const done = (): void => {
    if (--left === 0) resolve();
  };
  for (let index = 0; index < operations; index++) {
    const task = { index, state: 0, result: undefined };
    context.run(task, () => void resolved.then(() => void (async () => index)().then(done)));
  }
  return promise;
}

const numbers = (operations: number): number[] => Array.from({ length: operations }, (_, index) => index);

/** Starting tasks and waiting for all of them. */
export const spawn: Comparison = {
  title: "spawn + join one task, all in one gather",
  operations: 100_000,
  contenders: [
    {
      name: "native async call",
      work: async (operations) => {
        await Promise.all(numbers(operations).map(async (index) => index));
      },
    },
    { name: "floor", work: floor },
    {
      name: "baedal",
      work: async (operations) => {
        await run(async () => await gather(numbers(operations).map((index) => async () => index)));
      },
    },
    {
      name: "Effect",
      work: async (operations) => {
        const program = Effect.gen(function* () {
          const fibers: Fiber.Fiber<number>[] = [];
          for (let index = 0; index < operations; index++)
            fibers.push(yield* Effect.forkChild(Effect.sync(() => index)));
          return yield* Fiber.joinAll(fibers);
        });
        await Effect.runPromise(program);
      },
    },
    {
      name: "p-limit (no cancellation)",
      work: async (operations) => {
        const limit = pLimit(Infinity);
        await Promise.all(numbers(operations).map((index) => limit(async () => index)));
      },
    },
    ...asyncio("spawn"),
  ],
  goals: [
    { ours: "baedal", peer: "floor", atMost: 1.5 },
    { ours: "baedal", peer: "Effect", atMost: 0.8 },
  ],
};

/** Effection costs a hundred times as much, so that it has a row of fewer operations to itself. */
export const spawnEffectionTasks: Comparison = {
  title: "the same with Effection, fewer",
  operations: 2000,
  contenders: [
    {
      name: "baedal",
      work: async (operations) => {
        await run(async () => await gather(numbers(operations).map((index) => async () => index)));
      },
    },
    {
      name: "Effection",
      work: async (operations) => {
        await runEffection(function* () {
          const tasks = [];
          for (let index = 0; index < operations; index++) {
            tasks.push(
              // oxlint-disable-next-line eslint/require-yield -- an Effection operation is a generator
              yield* spawnEffection(function* () {
                return index;
              }),
            );
          }
          return yield* all(tasks);
        });
      },
    },
  ],
  goals: [{ ours: "baedal", peer: "Effection", atMost: 0.1 }],
};
