import { RuntimeError } from "../errors/errors.ts";
import { Scope } from "../scheduling/scope.ts";

/**
 * The `AbortSignal` of the current task (inside a `timeout` or group: of that scope), for APIs that take one. It is
 * aborted with the `CancelledError` when the task is cancelled; after a caught cancellation the next call gives a fresh
 * one. Made on demand.
 *
 * @throws RuntimeError outside tasks
 *
 * @example
 * ```ts
 * import { cancellable, signal } from "baedal";
 *
 * const load = (url: string) => cancellable(fetch(url, { signal: signal() }));
 * ```
 */
export function signal(): AbortSignal {
  const scope = Scope.current();
  if (scope === undefined) throw new RuntimeError("signal() belongs to a task; call it inside run() or createTask()");
  return scope.signal;
}
