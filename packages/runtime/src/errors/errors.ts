import { keepShape } from "../process/keep-shape.ts";
import { brand } from "./brand.ts";
import { describeValue, isThenable } from "./describe-value.ts";

/**
 * Every error that this package makes, each with a stable `code`.
 *
 *     Error
 *     ├─ CancelledError         ERR_BAEDAL_CANCELLED       the task (or future) was cancelled
 *     ├─ TimeoutError           ERR_BAEDAL_TIMEOUT         a deadline passed
 *     ├─ InvalidStateError      ERR_BAEDAL_INVALID_STATE   a future asked too early, or settled twice
 *     ├─ QueueEmpty             ERR_BAEDAL_QUEUE_EMPTY     getNowait() of an empty queue
 *     ├─ QueueFull              ERR_BAEDAL_QUEUE_FULL      putNowait() into a full queue
 *     ├─ QueueShutDown          ERR_BAEDAL_QUEUE_SHUT_DOWN the queue takes or gives nothing more
 *     ├─ KeyboardInterrupt      ERR_BAEDAL_INTERRUPT       SIGINT or SIGTERM arrived
 *     ├─ RuntimeError           ERR_BAEDAL_RUNTIME         the library was used wrongly
 *     │  ├─ BrokenBarrierError  ERR_BAEDAL_BROKEN_BARRIER  the barrier was aborted or reset
 *     │  └─ DeadlockError       ERR_BAEDAL_DEADLOCK        tasks wait and nothing can wake them
 *     └─ AggregateError
 *        └─ ExceptionGroup      ERR_BAEDAL_EXCEPTION_GROUP several tasks failed together
 *
 * `instanceof` also holds for an error of a second compatible copy of this package in the same process.
 */

/** An error class is known by its own name, whatever a bundler makes of it. */
function named(errorClass: abstract new (...args: never[]) => Error, name: string): void {
  brand(errorClass, name);
  Object.defineProperty(errorClass.prototype, "name", { value: name, configurable: true, writable: true });
}

/** V8 makes no stack until the limit is set again; undefined where that cannot be: with a frozen `Error`, or none before. */
function forgoStack(): number | undefined {
  try {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = undefined as unknown as number;
    return limit;
  } catch {
    return undefined;
  }
}

/**
 * Thrown inside a task at the await where its cancellation reached it, and by whatever awaits a cancelled task.
 * `message` is the text given to `cancel()`, `""` when there was none; `stack` is undefined, since it says who cancelled and
 * not what went wrong.
 * Catch it only to clean up, then throw it on: a task that swallows it counts as having refused to stop.
 * Semantics: `asyncio.CancelledError`.
 */
export class CancelledError extends Error {
  readonly code = "ERR_BAEDAL_CANCELLED";

  constructor(message = "") {
    // Cancelling is control flow, not a fault: a stack would cost ten times the rest of a cancellation, an empty one a tenth
    // of it, and a message that says no more than the prototype another tenth.
    const text = typeof message === "string" ? message : describeValue(message); // must not throw in the middle
    const limit = forgoStack();
    super(text === "" ? undefined : text);
    if (limit !== undefined) Error.stackTraceLimit = limit;
  }
}
named(CancelledError, "CancelledError");
keepShape(new CancelledError());

/** A deadline passed before the work was done. See `timeout`, `waitFor`; `isTimeout` recognises foreign ones too. */
export class TimeoutError extends Error {
  readonly code: string = "ERR_BAEDAL_TIMEOUT";
}
named(TimeoutError, "TimeoutError");

/** A future was asked for its result before it had one, or was settled a second time. */
export class InvalidStateError extends Error {
  readonly code = "ERR_BAEDAL_INVALID_STATE";
}
named(InvalidStateError, "InvalidStateError");

/** `getNowait()` found nothing in the queue. */
export class QueueEmpty extends Error {
  readonly code = "ERR_BAEDAL_QUEUE_EMPTY";
}
named(QueueEmpty, "QueueEmpty");

/** `putNowait()` found no room in the queue. */
export class QueueFull extends Error {
  readonly code = "ERR_BAEDAL_QUEUE_FULL";
}
named(QueueFull, "QueueFull");

/** The queue was shut down: it takes no more items, and gives none once it is empty. */
export class QueueShutDown extends Error {
  readonly code = "ERR_BAEDAL_QUEUE_SHUT_DOWN";
}
named(QueueShutDown, "QueueShutDown");

/** The process was asked to stop while `run` was at work; unhandled it ends the process with 130 (SIGINT) or 143 (SIGTERM). */
export class KeyboardInterrupt extends Error {
  readonly code = "ERR_BAEDAL_INTERRUPT";
  /** The signal that arrived. */
  readonly signal: "SIGINT" | "SIGTERM";

  constructor(signal: "SIGINT" | "SIGTERM" = "SIGINT") {
    super(`Interrupted by ${signal}`);
    this.signal = signal;
  }
}
named(KeyboardInterrupt, "KeyboardInterrupt");

/** The library was used in a way that cannot work; the message says what to do instead. */
export class RuntimeError extends Error {
  readonly code: string = "ERR_BAEDAL_RUNTIME";
}
named(RuntimeError, "RuntimeError");

/** The barrier was aborted, or reset while tasks waited at it. */
export class BrokenBarrierError extends RuntimeError {
  override readonly code = "ERR_BAEDAL_BROKEN_BARRIER";
}
named(BrokenBarrierError, "BrokenBarrierError");

/** Tasks are alive and nothing is left in the process that could wake them; the message is the tree of tasks. */
export class DeadlockError extends RuntimeError {
  override readonly code = "ERR_BAEDAL_DEADLOCK";
}
named(DeadlockError, "DeadlockError");

/** Chooses errors: a predicate, or the class that they are instances of. */
export type ErrorFilter = ((error: unknown) => boolean) | (abstract new (...args: never[]) => unknown);

/**
 * Several errors that happened together, in order of occurrence; a group may hold groups.
 * Semantics: Python's `ExceptionGroup` (PEP 654).
 *
 * @example
 * ```ts
 * import { ExceptionGroup } from "baedal";
 *
 * const group = new ExceptionGroup("two deliveries failed", [new TypeError("no address"), new RangeError("too far")]);
 * const [types, rest] = group.split(TypeError);
 * console.log(types?.errors.length, rest?.errors.length); // 1 1
 * ```
 */
export class ExceptionGroup extends AggregateError {
  readonly code = "ERR_BAEDAL_EXCEPTION_GROUP";

  /** @throws TypeError for what is no list of errors, and for an empty one: nobody could handle an error without a cause */
  constructor(message: string, errors: Iterable<unknown>) {
    const list = errorsOf(message, errors);
    super(list, `${message}${countOf(list)}`);
  }

  /** The part of the group whose errors match, with the nesting kept; `undefined` when none does. */
  subgroup(filter: ErrorFilter): ExceptionGroup | undefined {
    return this.split(filter)[0];
  }

  /** `[matching, rest]`, each a group with the nesting kept, or `undefined` when it would be empty. */
  split(filter: ErrorFilter): [ExceptionGroup | undefined, ExceptionGroup | undefined] {
    const matches = predicateOf(filter);
    if (matches(this)) return [this, undefined];
    const matching: unknown[] = [];
    const rest: unknown[] = [];
    for (const error of this.errors as unknown[]) {
      if (error instanceof ExceptionGroup) {
        const [inside, outside] = error.split(filter);
        if (inside !== undefined) matching.push(inside);
        if (outside !== undefined) rest.push(outside);
      } else (matches(error) ? matching : rest).push(error);
    }
    return [this.#derive(matching), this.#derive(rest)];
  }

  #derive(errors: unknown[]): ExceptionGroup | undefined {
    if (errors.length === 0) return undefined;
    const group = new ExceptionGroup("", errors);
    const counted = countOf(this.errors);
    const words = this.message.endsWith(counted) ? this.message.slice(0, -counted.length) : this.message;
    group.message = `${words}${countOf(errors)}`;
    if (this.stack !== undefined) group.stack = this.stack;
    if (this.cause !== undefined) group.cause = this.cause;
    return group;
  }
}
named(ExceptionGroup, "ExceptionGroup");

function countOf(errors: readonly unknown[]): string {
  return ` (${errors.length} sub-${errors.length === 1 ? "exception" : "exceptions"})`;
}

function errorsOf(message: unknown, errors: unknown): unknown[] {
  const usage =
    'An ExceptionGroup is made of a message and its errors, such as new ExceptionGroup("two failed", [a, b])';
  if (typeof message !== "string") throw new TypeError(`${usage}; the message is ${describeValue(message)}`);
  if (typeof errors !== "object" || errors === null || !(Symbol.iterator in errors)) {
    throw new TypeError(`${usage}; the errors are ${describeValue(errors)}`);
  }
  const list = [...(errors as Iterable<unknown>)]; // it has an iterator
  if (list.length === 0) throw new TypeError(`${usage}; it needs at least one error`);
  return list;
}

function predicateOf(filter: ErrorFilter): (error: unknown) => boolean {
  if (typeof filter !== "function") {
    throw new TypeError(
      `split() and subgroup() need a class of errors or a predicate, such as (error) => isTimeout(error), not ${describeValue(filter)}`,
    );
  }
  if (isErrorClass(filter)) return (error) => error instanceof filter;
  if (/^class\b/.test(Function.prototype.toString.call(filter))) {
    throw new TypeError(`split() and subgroup() need a class of errors; ${describeValue(filter)} is none`);
  }
  return (error) => {
    const answer: unknown = (filter as (error: unknown) => unknown)(error); // neither kind of class
    if (isThenable(answer))
      throw new TypeError("A predicate of split() and subgroup() must answer at once, not by a promise");
    return Boolean(answer);
  };
}

/** Also one of another realm, whose errors are none of this one. */
function isErrorClass(filter: ErrorFilter): filter is abstract new (...args: never[]) => unknown {
  const prototype: unknown = filter.prototype;
  if (typeof prototype !== "object" || prototype === null) return false;
  return filter === Error || prototype instanceof Error || ("name" in prototype && "message" in prototype);
}

const timeoutCodes: ReadonlySet<unknown> = new Set([
  "ETIMEDOUT",
  "ESOCKETTIMEDOUT",
  "ETIMEOUT", // DNS
  "ERR_TLS_HANDSHAKE_TIMEOUT",
  "ERR_SCRIPT_EXECUTION_TIMEOUT",
  "ERR_HTTP_REQUEST_TIMEOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
]);

/**
 * Whether an error means that a deadline passed: ours, `@baedal/http`'s, `AbortSignal.timeout`'s (also as the cause of an
 * `AbortError`), a socket's, a name server's, undici's (also as the cause of a `fetch` that failed).
 *
 * @example
 * ```ts
 * import { isTimeout, TimeoutError } from "baedal";
 *
 * console.log(isTimeout(new TimeoutError("too late")), isTimeout(new Error("other"))); // true false
 * ```
 */
export function isTimeout(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { name, code, cause } = error as { name?: unknown; code?: unknown; cause?: unknown };
  if (error instanceof TimeoutError || name === "TimeoutError" || timeoutCodes.has(code)) return true;
  // These only pass on why: what a signal aborts, and fetch.
  const passesOn = name === "AbortError" || (error instanceof TypeError && error.message === "fetch failed");
  return passesOn && cause !== error && isTimeout(cause);
}
