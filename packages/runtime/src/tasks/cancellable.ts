import { isThenable } from "../errors/describe-value.ts";
import type { Future } from "../futures/future.ts";
import { ensureFuture } from "./ensure-future.ts";

/**
 * Makes the await of a foreign promise cancellable: when the task is cancelled it ends with `CancelledError` at once,
 * whatever the promise does. The work behind the promise goes on unless it is told to stop, so pass `signal()` along.
 *
 * @throws TypeError for what is not a promise
 *
 * @example
 * ```ts
 * import { cancellable, signal } from "baedal";
 *
 * async function load(url: string): Promise<string> {
 *   const response = await cancellable(fetch(url, { signal: signal() }));
 *   return await cancellable(response.text());
 * }
 * ```
 */
export function cancellable<T>(promise: PromiseLike<T>): Future<T> {
  if (!isThenable(promise)) throw new TypeError("cancellable() needs a promise");
  return ensureFuture(promise);
}
