import { type Duration, milliseconds } from "../time/duration.ts";
import { CancelledError, RuntimeError, TimeoutError } from "../errors/errors.ts";
import { requireBody } from "./require-body.ts";
import { type Ready, ready } from "../scheduling/ready.ts";
import { currentRun, type RunState } from "../scheduling/run-state.ts";
import { Scope } from "../scheduling/scope.ts";
import { currentTask, spawn, type Task } from "../tasks/task.ts";
import { Timer } from "../time/timer-heap.ts";

/** What the body of a timeout is given. */
export interface TimeoutHandle {
  /** When it expires, on the clock of `now()`; `Infinity` for never. */
  when(): number;
  /**
   * Moves the deadline; `Infinity` takes it away.
   *
   * @throws RuntimeError once the deadline has passed or the body has ended
   */
  reschedule(when: number): void;
  /** Whether the deadline has passed and the body was cancelled for it. */
  expired(): boolean;
}

/**
 * Runs `body` and cancels what it waits for when the time is up; then throws `TimeoutError`.
 * Reaches only what the body itself awaits, so that several run side by side in one task. A cancellation from outside
 * goes through unchanged.
 *
 * @param delay - milliseconds or a duration object; `Infinity` for no limit; 0 or less expires at the first wait
 * @throws TimeoutError when the deadline passed; it waits for the body's cleanup first
 *
 * Semantics: `asyncio.timeout`.
 *
 * @example
 * ```ts
 * import { isTimeout, run, sleep, timeout } from "baedal";
 *
 * await run(async () => {
 *   try {
 *     await timeout(10, async () => await sleep(1000));
 *   } catch (error) {
 *     console.log(isTimeout(error)); // true
 *   }
 * });
 * ```
 */
export async function timeout<T>(delay: Duration, body: (handle: TimeoutHandle) => T | PromiseLike<T>): Promise<T> {
  const time = milliseconds(delay, "The delay of timeout()");
  requireBody(body, "timeout()", example);
  const began = currentRun().clock.now();
  return await limited(began + time, began, body);
}

/**
 * As `timeout`, with the deadline as a point in time.
 *
 * @param when - on the clock of `now()`; `Infinity` for no limit
 * @throws TypeError for NaN
 * @throws TimeoutError as `timeout` does
 */
export async function timeoutAt<T>(when: number, body: (handle: TimeoutHandle) => T | PromiseLike<T>): Promise<T> {
  requireTime(when);
  requireBody(body, "timeoutAt()", example);
  return await limited(when, currentRun().clock.now(), body);
}

/** @param began - when the limit was asked for, which on a busy machine is before the scope is made */
async function limited<T>(
  when: number,
  began: number,
  body: (handle: TimeoutHandle) => T | PromiseLike<T>,
): Promise<T> {
  const task = currentTask();
  if (task === undefined) return await spawn(() => limited(when, began, body), currentRun(), { name: "timeout" });
  const scope = new TimeoutScope(task.run, new Scope(task, Scope.current<Task<unknown>>()), began);
  return await scope.limit(when, body);
}

const example = "async () => await sleep(10)";

function requireTime(when: number): void {
  if (typeof when === "number" && !Number.isNaN(when)) return;
  throw new TypeError("A deadline must be a time on the clock of now(), in milliseconds, or Infinity");
}

/** Why a deadline cannot be moved any more. */
const tooLate = {
  expiring: "is expiring: its body is cancelled already",
  expired: "has expired; begin a new one",
  finished: "has finished; begin a new one",
} as const;

/** The scope of one body with its deadline. */
class TimeoutScope implements TimeoutHandle, Ready {
  readonly isQuiet = false;
  readonly #run: RunState;
  readonly #scope: Scope<Task<unknown>>;
  /** Cancellations around the scope when it began; more at its end mean one from outside. */
  readonly #before: number;
  readonly #began: number;
  #timer: Timer | undefined;
  #when = Infinity;
  #state: "active" | "expiring" | "expired" | "finished" = "active";

  constructor(run: RunState, scope: Scope<Task<unknown>>, began: number) {
    this.#run = run;
    this.#scope = scope;
    this.#before = scope.outer?.cancelling ?? 0;
    this.#began = began;
  }

  async limit<T>(when: number, body: (handle: TimeoutHandle) => T | PromiseLike<T>): Promise<T> {
    this.#setDeadline(when);
    try {
      return await this.#scope.enter(async () => await body(this)); // what the body returns is awaited inside too
    } catch (error) {
      if (!(error instanceof CancelledError) || !this.#isOurs()) throw error;
      throw new TimeoutError(this.#message(), { cause: error });
    } finally {
      this.#disarm();
      if (this.#state === "expiring") this.#scope.uncancel();
      this.#state = this.#state === "expiring" ? "expired" : "finished";
      this.#scope.close();
    }
  }

  when(): number {
    return this.#when;
  }

  expired(): boolean {
    return this.#state === "expiring" || this.#state === "expired";
  }

  reschedule(when: number): void {
    requireTime(when);
    if (this.#state !== "active") throw new RuntimeError(`Cannot reschedule a timeout that ${tooLate[this.#state]}`);
    this.#setDeadline(when);
  }

  #setDeadline(when: number): void {
    this.#disarm();
    this.#when = when;
    // A deadline in the past expires as soon as the running code yields, not a timer's tick later.
    if (when <= this.#run.clock.now()) return ready.push(this);
    this.#timer = new Timer(when, () => this.#expire());
    this.#run.timers.add(this.#timer);
  }

  /** The turn of a deadline that had passed when it was set. */
  takeTurn(): void {
    if (this.#state === "active" && this.#when <= this.#run.clock.now()) this.#expire();
  }

  #expire(): void {
    this.#state = "expiring";
    this.#scope.cancel("");
  }

  #disarm(): void {
    if (this.#timer !== undefined) this.#run.timers.remove(this.#timer);
    this.#timer = undefined;
  }

  /** As CPython counts: without our own request, which the body may have taken back, no more than when it began. */
  #isOurs(): boolean {
    return this.#state === "expiring" && this.#scope.cancelling - 1 <= this.#before;
  }

  #message(): string {
    return `Timed out after ${Math.max(0, Math.round(this.#when - this.#began))} ms`;
  }
}
