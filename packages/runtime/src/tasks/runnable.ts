import { Coroutine } from "./coroutine.ts";
import { describeValue, isThenable } from "../errors/describe-value.ts";
import type { Future } from "../futures/future.ts";

/** What has not started yet: it starts when it is given to `run`, `createTask`, `gather`, … */
export type Runnable<T> = Coroutine<T> | (() => T | PromiseLike<T>);

/** What can be awaited: a coroutine, a task or future, any promise. */
export type Awaitable<T> = Coroutine<T> | Future<T> | PromiseLike<T>;

/** Starts a runnable in the context of the caller. */
export function start<T>(runnable: Runnable<T>): T | PromiseLike<T> {
  return runnable instanceof Coroutine ? runnable.start() : runnable();
}

/** Name of a task made of a runnable that has no better one; undefined for an anonymous function. */
export function nameOf(runnable: Runnable<unknown>): string | undefined {
  return runnable.name === "" ? undefined : runnable.name;
}

/**
 * Refuses what is not a runnable, and tells what to do with what it is.
 *
 * @param caller - the function that was called, such as `createTask()`
 */
export function requireRunnable(value: unknown, caller: string): asserts value is Runnable<unknown> {
  if (typeof value === "function" || value instanceof Coroutine) return;
  const needed = `${caller} needs a coroutine or a function that has not started`;
  if (!isThenable(value)) throw new TypeError(`${needed}, not ${describeValue(value)}`);
  throw new TypeError(
    `${needed}; it was given a promise that already runs. ` +
      `Wait for that with ensureFuture(promise), or pass a function: ${caller.replace("()", "")}(() => …)`,
  );
}
