import { Coroutine } from "./coroutine.ts";
import { describeValue, isThenable } from "../errors/describe-value.ts";
import { Future } from "../futures/future.ts";
import { currentRun } from "../scheduling/run-state.ts";
import type { Awaitable, Runnable } from "./runnable.ts";
import { suspend } from "../futures/suspend.ts";
import { spawn } from "./task.ts";

/**
 * A `Future` for anything that can be awaited: a future as it is, a coroutine or function as a new task, a foreign
 * promise wrapped. Cancelling a wrapped promise ends the wait; the work behind it cannot be stopped.
 *
 * @throws TypeError for what cannot be awaited
 *
 * Semantics: `asyncio.ensure_future`.
 */
export function ensureFuture<T>(awaitable: Awaitable<T> | Runnable<T>): Future<T> {
  if (typeof awaitable === "function" || awaitable instanceof Coroutine) return spawn(awaitable, currentRun(), {});
  return ensureStarted(awaitable);
}

/** A `Future` for what runs already. */
export function ensureStarted<T>(awaitable: PromiseLike<T>): Future<T> {
  if (awaitable instanceof Future) return awaitable;
  if (isThenable(awaitable)) return wrap(awaitable);
  throw new TypeError(
    `A coroutine, a function, a task, a future or a promise is needed, not ${describeValue(awaitable)}`,
  );
}

function wrap<T>(promise: PromiseLike<T>): Future<T> {
  return suspend<T>((future) => {
    promise.then(
      (value) => void (future.done() || future.setResult(value)),
      (error: unknown) => void (future.done() || future.setException(error)),
    );
  }, "a promise that Baedal did not make");
}
