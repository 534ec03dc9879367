import { type Duration, milliseconds } from "../time/duration.ts";
import { Coroutine } from "../tasks/coroutine.ts";
import { describeValue, isThenable } from "../errors/describe-value.ts";
import { CancelledError, TimeoutError } from "../errors/errors.ts";
import { ensureFuture } from "../tasks/ensure-future.ts";
import type { Awaitable, Runnable } from "../tasks/runnable.ts";
import { timeout } from "./timeout.ts";
import { wait } from "./wait-for-tasks.ts";

/**
 * Waits for one thing, at most so long. When the time is up it is cancelled and its cleanup awaited; one that catches
 * the cancellation and returns something gives that.
 *
 * @param limit - milliseconds or a duration object; with 0 or less a coroutine is never started
 * @throws TimeoutError when the time is up
 *
 * Semantics: `asyncio.wait_for`.
 *
 * @example
 * ```ts
 * import { run, sleep, waitFor } from "baedal";
 *
 * console.log(await run(async () => await waitFor(() => sleep(10, "here"), 1000))); // here
 * ```
 */
export async function waitFor<T>(awaitable: Awaitable<T> | Runnable<T>, limit: Duration): Promise<T> {
  requireAwaitable(awaitable);
  if (milliseconds(limit, "The timeout of waitFor()") === 0) return await atOnce(awaitable);
  return await timeout(limit, async () => {
    if (typeof awaitable === "function") return await awaitable();
    return await (awaitable instanceof Coroutine ? awaitable : ensureFuture(awaitable));
  });
}

function requireAwaitable(value: unknown): void {
  if (typeof value === "function" || isThenable(value)) return;
  throw new TypeError(
    `waitFor() needs a coroutine, a function, a task, a future or a promise, not ${describeValue(value)}`,
  );
}

/**
 * No time at all: what is done already counts, what has not started never does. It becomes a task all the same, which is
 * cancelled before its start, so that the error comes as many turns later as in asyncio.
 */
async function atOnce<T>(awaitable: Awaitable<T> | Runnable<T>): Promise<T> {
  const future = ensureFuture(awaitable);
  if (future.done()) return future.result();
  future.cancel();
  await wait([future]); // not the future itself: its cancellation and one from outside would look the same
  try {
    return future.result();
  } catch (error) {
    if (error instanceof CancelledError) throw new TimeoutError("Timed out after 0 ms", { cause: error });
    throw error;
  }
}
