import { AsyncLocalStorage } from "node:async_hooks";
import { gather, run } from "baedal";
import { Effect } from "effect";
import type { Comparison } from "../compare.ts";

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

/** Starting tasks and waiting for all of them. */
export const spawn: Comparison = {
  title: "spawn + join, all in one gather",
  operations: 100_000,
  contenders: [
    {
      name: "native async calls",
      work: async (operations) => {
        await Promise.all(Array.from({ length: operations }, async (_, index) => index));
      },
    },
    { name: "floor", work: floor },
    {
      name: "baedal",
      work: async (operations) => {
        await run(async () => await gather(Array.from({ length: operations }, (_, index) => async () => index)));
      },
    },
    {
      name: "Effect",
      work: async (operations) => {
        const all = Array.from({ length: operations }, (_, index) => Effect.sync(() => index));
        await Effect.runPromise(Effect.all(all, { concurrency: "unbounded" }));
      },
    },
  ],
  goals: [
    { ours: "baedal", peer: "floor", atMost: 1.5 },
    { ours: "baedal", peer: "Effect", atMost: 0.8 },
  ],
};
