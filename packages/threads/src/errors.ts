/**
 * Every error that this package makes, each with a stable `code`.
 *
 *     Error
 *     └─ ThreadError             ERR_BAEDAL_THREAD            a thread cannot be started
 *        ├─ ThreadCrashedError   ERR_BAEDAL_THREAD_CRASHED    the thread ended before the result: reason exit, exception or memory
 *        ├─ WorkerModuleError    ERR_BAEDAL_WORKER_MODULE     the module of the pool cannot be loaded
 *        ├─ UnknownFunctionError ERR_BAEDAL_UNKNOWN_FUNCTION  the module exports no such function
 *        ├─ NotCloneableError    ERR_BAEDAL_NOT_CLONEABLE     an argument or a result cannot go from one thread to the other
 *        └─ PoolClosedError      ERR_BAEDAL_POOL_CLOSED       the pool takes no more jobs, or dropped this one
 *
 * Wrong options are a `TypeError`, and a `RangeError` where a number is out of bounds. What a function throws is none of
 * these: it comes through as it is. A cancelled job ends with the runtime's `CancelledError`.
 */
import { type Crash, type CrashReason, describeCrash } from "./crash.ts";

/**
 * The root of all errors of this package.
 *
 * @example
 * ```ts
 * import { ThreadError, WorkerPool } from "@baedal/threads";
 *
 * await using pool = new WorkerPool("data:text/javascript,export const parse = (text) => JSON.parse(text)");
 * const error = await pool.run("parse", "{").catch((thrown: unknown) => thrown);
 * // What the function throws is its own error, no ThreadError.
 * console.log(error instanceof SyntaxError, error instanceof ThreadError); // true false
 * ```
 */
export class ThreadError extends Error {
  readonly code: string = "ERR_BAEDAL_THREAD";
  /** The function that was to run. */
  readonly functionName: string;

  constructor(functionName: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.functionName = functionName;
  }
}
named(ThreadError, "ThreadError");

/**
 * The thread ended before the job had its result. Only this job is lost: another thread takes its place.
 *
 * @example
 * ```ts
 * import { ThreadCrashedError, WorkerPool } from "@baedal/threads";
 *
 * await using pool = new WorkerPool("data:text/javascript,export const leave = (code) => process.exit(code)");
 * const error = await pool.run("leave", 3).catch((thrown: unknown) => thrown);
 * if (error instanceof ThreadCrashedError) console.log(error.reason, error.exitCode); // exit 3
 * ```
 */
export class ThreadCrashedError extends ThreadError {
  override readonly code = "ERR_BAEDAL_THREAD_CRASHED";
  /**
   * `exit`: `process.exit()` was called in it; `exception`: something threw that nothing could catch, and `cause` is what;
   * `memory`: it reached its memory limit.
   */
  readonly reason: CrashReason;
  /** What was given to `process.exit()`, where that was the reason. */
  readonly exitCode: number | undefined;

  constructor(functionName: string, crash: Crash) {
    const options = "cause" in crash ? { cause: crash.cause } : undefined;
    super(
      functionName,
      `The thread that ran ${functionName} ended before it had a result: ${describeCrash(crash)}`,
      options,
    );
    this.reason = crash.reason;
    this.exitCode = crash.exitCode;
  }
}
named(ThreadCrashedError, "ThreadCrashedError");

/**
 * The module of the pool does not exist, does not compile, or throws while it is loaded; `cause` is what Node says.
 *
 * @example
 * ```ts
 * import { WorkerModuleError, WorkerPool } from "@baedal/threads";
 *
 * await using pool = new WorkerPool("data:text/javascript,throw new RangeError('no licence')");
 * const error = await pool.run("work").catch((thrown: unknown) => thrown);
 * if (error instanceof WorkerModuleError) console.log(error.cause instanceof RangeError); // true
 * ```
 */
export class WorkerModuleError extends ThreadError {
  override readonly code = "ERR_BAEDAL_WORKER_MODULE";
  /** The module. */
  readonly url: string;

  constructor(functionName: string, url: string, problem: string, cause: unknown) {
    super(functionName, `The worker module ${url} cannot be loaded: ${problem}`, { cause });
    this.url = url;
  }
}
named(WorkerModuleError, "WorkerModuleError");

/**
 * The module of the pool exports no function of that name.
 *
 * @example
 * ```ts
 * import { UnknownFunctionError, WorkerPool } from "@baedal/threads";
 *
 * await using pool = new WorkerPool("data:text/javascript,export const square = (number) => number * number");
 * const error = await pool.run("sqare", 12).catch((thrown: unknown) => thrown);
 * if (error instanceof UnknownFunctionError) console.log(error.functions); // [ 'square' ]
 * ```
 */
export class UnknownFunctionError extends ThreadError {
  override readonly code = "ERR_BAEDAL_UNKNOWN_FUNCTION";
  /** The functions that it does export. */
  readonly functions: readonly string[];

  constructor(functionName: string, url: string, functions: readonly string[]) {
    const there = functions.length === 0 ? "it exports no function at all" : `it exports ${functions.join(", ")}`;
    super(functionName, `The worker module ${url} exports no function ${functionName}; ${there}`);
    this.functions = functions;
  }
}
named(UnknownFunctionError, "UnknownFunctionError");

/**
 * An argument or a result cannot be copied from one thread to the other; `cause` is the `DataCloneError`, or what a getter in
 * it threw.
 *
 * @example
 * ```ts
 * import { NotCloneableError, WorkerPool } from "@baedal/threads";
 *
 * await using pool = new WorkerPool("data:text/javascript,export const count = (items) => items.length");
 * const error = await pool.run("count", [1, () => 2]).catch((thrown: unknown) => thrown);
 * // Argument 1 of count (at [1]) cannot be copied to another thread: () => 2 could not be cloned; pass plain data
 * if (error instanceof NotCloneableError) console.log(error.message);
 * ```
 */
export class NotCloneableError extends ThreadError {
  override readonly code = "ERR_BAEDAL_NOT_CLONEABLE";

  constructor(functionName: string, what: string, cause: unknown, advice = "pass plain data") {
    const why = cause instanceof Error ? `: ${String(cause.message).replace(/\.$/, "")}` : "";
    super(functionName, `${what} cannot be copied to another thread${why}; ${advice}`, { cause });
  }
}
named(NotCloneableError, "NotCloneableError");

/**
 * The pool was closed: it takes no more jobs, drops those that wait, and stops those that run when the grace is over.
 *
 * @example
 * ```ts
 * import { PoolClosedError, WorkerPool } from "@baedal/threads";
 *
 * const pool = new WorkerPool("data:text/javascript,export const square = (number) => number * number");
 * await pool.close();
 * const error = await pool.run("square", 12).catch((thrown: unknown) => thrown);
 * console.log(error instanceof PoolClosedError); // true
 * ```
 */
export class PoolClosedError extends ThreadError {
  override readonly code = "ERR_BAEDAL_POOL_CLOSED";

  constructor(functionName: string, state: "refused" | "dropped" | "stopped") {
    super(functionName, `${functionName} ${closed[state]}`);
  }
}
named(PoolClosedError, "PoolClosedError");

const closed = {
  refused: "cannot run: the pool is closed; make a new one, or close it later",
  dropped: "did not run: the pool was closed while it waited for a free thread",
  stopped:
    "was stopped: the pool was closed and its grace is over; await the job first, or give close() a longer grace",
};

/** The name stands on the prototype, so that printing an error does not list it as a property. */
function named(errorClass: abstract new (...args: never[]) => Error, name: string): void {
  Object.defineProperty(errorClass.prototype, "name", { value: name, configurable: true, writable: true });
}
