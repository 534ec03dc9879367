import { Coroutine } from "./coroutine.ts";
import { describeValue, isThenable } from "../errors/describe-value.ts";
import { Future } from "../futures/future.ts";
import { REJECTED } from "../futures/future-state.ts";
import { registry } from "../process/registry.ts";
import { currentRun } from "../scheduling/run-state.ts";
import type { Awaitable, Runnable } from "./runnable.ts";
import { type Abort, suspend } from "../futures/suspend.ts";
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
    const fail = (error: unknown): void => void (future.done() || future.settle(REJECTED, error)); // undefined, too
    try {
      // Others may begin their work anew at each then(), so that only a native promise is asked once for all.
      if (promise instanceof Promise) return join(promise, future);
      promise.then((value) => void (future.done() || future.setResult(value)), fail);
    } catch (error) {
      fail(error); // as await does with a then() that throws
    }
    return undefined;
  }, "a promise that Baedal did not make");
}

const { scopes } = registry;

/** Those that wait for a promise, in their order, each with the scope that it is settled in. */
type Waiting = Map<Future<unknown>, unknown>;

const waitingFor = new WeakMap<Promise<unknown>, Waiting>();

/** A promise takes no callback back, so a wait that may end early must not leave one of its own in a long-lived one. */
function join<T>(promise: Promise<T>, future: Future<T>): Abort {
  const waiting = waitingFor.get(promise) ?? ask(promise);
  waiting.set(future, scopes.getStore());
  return () => void waiting.delete(future);
}

function ask(promise: Promise<unknown>): Waiting {
  const waiting: Waiting = new Map();
  const settleAll = (settle: (future: Future<unknown>) => void): void => {
    waitingFor.delete(promise);
    for (const [future, scope] of waiting) if (!future.done()) scopes.run(scope, settle, future);
  };
  waitingFor.set(promise, waiting);
  promise.then(
    (value) => settleAll((future) => future.setResult(value)),
    (error: unknown) => settleAll((future) => future.settle(REJECTED, error)),
  );
  return waiting;
}
