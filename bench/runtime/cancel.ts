import { createTask, Future, run, sleep, wait } from "baedal";
import { Effect, Fiber } from "effect";
import type { Comparison } from "../compare.ts";
import { asyncio } from "./asyncio.ts";

const clock = (): bigint => process.hrtime.bigint();

/** An async function that an AbortController stops. */
async function native(operations: number): Promise<number> {
  const controllers = Array.from({ length: operations }, () => new AbortController());
  const parked = controllers.map(
    async ({ signal }) =>
      await new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      }),
  );
  const all = Promise.allSettled(parked);
  await new Promise(setImmediate);
  const start = clock();
  for (const controller of controllers) controller.abort();
  await all;
  return Number(clock() - start);
}

/** An await that ends by an error, and no more. */
class Parking implements PromiseLike<never> {
  reject: ((error: Error) => unknown) | undefined;

  then<A, B>(
    _?: ((value: never) => A | PromiseLike<A>) | null,
    reject?: ((error: Error) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    this.reject = reject ?? undefined;
    return this; // `await` does not look at it
  }
}

/** The least: an error, made without a stack, is thrown where an async function awaits a thenable, and it rejects. */
async function thrown(operations: number): Promise<number> {
  const parked = Array.from({ length: operations }, () => new Parking());
  const ended = Promise.allSettled(parked.map(async (parking) => await parking));
  await new Promise(setImmediate);
  const limit = Error.stackTraceLimit;
  const start = clock();
  Error.stackTraceLimit = undefined as unknown as number; // no stack, not even an empty one
  for (const parking of parked) parking.reject?.(new Error());
  Error.stackTraceLimit = limit;
  await ended;
  return Number(clock() - start);
}

async function ours(operations: number): Promise<number> {
  return await run(async () => {
    const parked = Array.from({ length: operations }, () => createTask(async () => await new Future<void>()));
    await sleep(0);
    const start = clock();
    for (const task of parked) task.cancel();
    await wait(parked);
    return Number(clock() - start);
  });
}

async function effect(operations: number): Promise<number> {
  const program = Effect.gen(function* () {
    const fibers: Fiber.Fiber<never>[] = [];
    for (let index = 0; index < operations; index++) fibers.push(yield* Effect.forkChild(Effect.never));
    yield* Effect.sleep(1);
    const start = clock();
    yield* Fiber.interruptAll(fibers);
    return Number(clock() - start);
  });
  return await Effect.runPromise(program);
}

/** Stopping tasks that wait, and waiting until they have stopped. */
export const cancel: Comparison = {
  title: "cancel a parked task",
  operations: 20_000,
  contenders: [
    { name: "native AbortController", work: native },
    { name: "floor: an error thrown at an await", work: thrown },
    { name: "baedal", work: ours },
    { name: "Effect", work: effect },
    ...asyncio("cancel"),
  ],
  goals: [{ ours: "baedal", peer: "Effect", atMost: 1 }],
};
