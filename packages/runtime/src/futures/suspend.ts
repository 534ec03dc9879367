import { describeValue } from "../errors/describe-value.ts";
import { CancelledError } from "../errors/errors.ts";
import { Future } from "./future.ts";
import { CANCELLED, PENDING } from "./future-state.ts";

/** Undoes what was registered: takes the waiter out of its queue, aborts the operation. Must not throw. */
export type Abort = (reason: CancelledError) => void;

/**
 * Waits for something outside the library: a callback, an event, a native operation.
 * The returned future is hot: `register` runs at once. When the task that awaits it is cancelled, `abort` runs in the
 * same turn and the await throws `CancelledError`.
 *
 * @param register - starts the operation; settles the future it is given when that ends (it may settle it at once), and
 *   returns how to undo it
 * @param description - what is waited for, in words, for trees and reports; a function is asked only when somebody looks
 *
 * @example
 * ```ts
 * import type { EventEmitter } from "node:events";
 * import type { Future } from "baedal";
 * import { suspend } from "baedal/lowlevel";
 *
 * function nextEvent(emitter: EventEmitter, name: string): Future<unknown> {
 *   return suspend((future) => {
 *     const listener = (value: unknown): void => future.setResult(value);
 *     emitter.once(name, listener);
 *     return () => emitter.off(name, listener);
 *   }, `the event ${name}`);
 * }
 * ```
 */
export function suspend<T>(
  register: (future: Future<T>) => Abort | undefined | void,
  description: string | (() => string),
): Future<T> {
  if (typeof description !== "string" && typeof description !== "function") {
    throw new TypeError(`suspend() needs what is waited for in words, not ${describeValue(description)}`);
  }
  const future = new Suspension<T>(description);
  const abort: unknown = register(future);
  if (abort !== undefined && typeof abort !== "function") {
    const wanted = "What suspend() calls to register must return how to undo it, a function, or nothing";
    throw new TypeError(`${wanted}, not ${describeValue(abort)}`);
  }
  if (abort !== undefined && !future.done()) future.abort = abort as Abort; // a function
  return future;
}

class Suspension<T> extends Future<T> {
  readonly #description: string | (() => string);
  abort: Abort | undefined = undefined;

  constructor(description: string | (() => string)) {
    super();
    this.#description = description;
  }

  override get description(): string {
    return typeof this.#description === "string" ? this.#description : this.#description();
  }

  override cancel(message = ""): boolean {
    if (this.state !== PENDING) return false;
    const abort = this.abort;
    this.abort = undefined;
    // Settled first: an operation that reports its own abort finds the future done.
    this.settle(CANCELLED, message);
    abort?.(new CancelledError(message));
    return true;
  }
}
