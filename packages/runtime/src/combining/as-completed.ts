import { type Duration, milliseconds } from "../time/duration.ts";
import { Coroutine } from "../tasks/coroutine.ts";
import { ensureFuture } from "../tasks/ensure-future.ts";
import { TimeoutError } from "../errors/errors.ts";
import { requireOptions } from "../errors/require-options.ts";
import { Future } from "../futures/future.ts";
import { type Gatherable, type Gathered, requireAwaitables, requireLimit } from "./gather.ts";
import { currentRun } from "../scheduling/run-state.ts";
import { Timer } from "../time/timer-heap.ts";

/** Options of `asCompleted`. */
export interface AsCompletedOptions {
  /** For all of them together; then the iteration throws `TimeoutError` and cancels nothing. @default Infinity */
  readonly timeout?: Duration | undefined;
  /** How many run at once; functions and coroutines start only when there is room. @default Infinity */
  readonly limit?: number | undefined;
}

/**
 * A future that is done. At run time it is the task or future itself; the type leaves `then` out, since TypeScript takes
 * what `for await` hands out for awaited already, which no future would survive.
 */
export type Completed<T> = Omit<Future<T>, "then" | "catch" | "finally">;

/**
 * The tasks in the order in which they finish. Each is done when the loop gets it: take `task.result()`.
 * Leaving the loop cancels nothing; what has not started stays unstarted, and coroutines among that are closed. The same
 * coroutine, task or promise twice comes once.
 *
 * @throws TypeError naming the position of an element that cannot be awaited
 * @throws RangeError for a limit that is not a whole number of at least 1
 * @throws TimeoutError from the iteration when the time is up
 *
 * Semantics: `asyncio.as_completed`.
 *
 * @example
 * ```ts
 * import { asCompleted, run, sleep } from "baedal";
 *
 * await run(async () => {
 *   const bowls = [() => sleep(30, "slow"), () => sleep(10, "fast")];
 *   for await (const task of asCompleted(bowls)) console.log(task.result()); // fast, then slow
 * });
 * ```
 */
export function asCompleted<const Elements extends readonly Gatherable[]>(
  awaitables: Elements,
  options: AsCompletedOptions = {},
): AsyncIterableIterator<Completed<Gathered<Elements[number]>>> {
  requireOptions(options, "asCompleted()", optionNames);
  const { timeout = Infinity, limit = Infinity } = options;
  requireLimit(limit, "asCompleted()");
  requireAwaitables(awaitables, "asCompleted()");
  const iterator = new Completions(distinct(awaitables), limit, milliseconds(timeout, "The timeout of asCompleted()"));
  return iterator as AsyncIterableIterator<Completed<unknown>> as AsyncIterableIterator<
    Completed<Gathered<Elements[number]>> // the futures of the elements
  >;
}

const optionNames: ReadonlySet<string> = new Set(["timeout", "limit"] satisfies (keyof AsCompletedOptions)[]);

/** A function is called for each of its places; what can only run once has one. */
function distinct(elements: readonly Gatherable[]): Gatherable[] {
  const seen = new Set<Gatherable>();
  return elements.filter((element) => {
    if (typeof element === "function") return true;
    const isNew = !seen.has(element);
    seen.add(element);
    return isNew;
  });
}

/** Written by hand: an async generator would unwrap the tasks that it yields. */
class Completions implements AsyncIterableIterator<Completed<unknown>> {
  readonly #elements: Gatherable[];
  readonly #limit: number;
  readonly #run = currentRun();
  /** For all of them together, and set once: the time that the body of the loop takes counts. */
  #timer: Timer | undefined;
  /** What ends later is not taken in any more. */
  #isTooLate = false;
  readonly #running = new Set<Future<unknown>>();
  readonly #finished: Future<unknown>[] = [];
  /** How many of the finished the loop has got. */
  #handedOut = 0;
  /** Calls of next() that found nothing finished. */
  readonly #waiting: Future<void>[] = [];
  #next = 0;

  constructor(elements: Gatherable[], limit: number, time: number) {
    this.#elements = elements;
    this.#limit = limit;
    this.#fill();
    if (time === Infinity || this.#running.size === 0) return;
    this.#timer = new Timer(this.#run.clock.now() + time, () => this.#expire());
    this.#run.timers.add(this.#timer);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Completed<unknown>, undefined>> {
    while (this.#handedOut === this.#finished.length) {
      if (this.#running.size === 0) return { done: true, value: undefined };
      await this.#arrival();
    }
    return { done: false, value: this.#finished[this.#handedOut++] as Future<unknown> }; // handed out < length
  }

  async return(): Promise<IteratorResult<Completed<unknown>, undefined>> {
    this.#abandonRest();
    this.#disarm();
    return { done: true, value: undefined };
  }

  #fill(): void {
    while (this.#running.size < this.#limit && this.#next < this.#elements.length) {
      const future = ensureFuture(this.#elements[this.#next++] as Gatherable); // next < length
      this.#running.add(future);
      future.addDoneCallback(() => this.#completed(future));
    }
  }

  #completed(future: Future<unknown>): void {
    if (this.#isTooLate) return;
    this.#running.delete(future);
    this.#finished.push(future);
    this.#fill();
    if (this.#running.size === 0) this.#disarm();
    this.#wakeWaiting();
  }

  #expire(): void {
    this.#isTooLate = true;
    this.#wakeWaiting();
  }

  #disarm(): void {
    if (this.#timer !== undefined) this.#run.timers.remove(this.#timer);
  }

  #wakeWaiting(): void {
    this.#waiting.splice(0).forEach((arrival) => arrival.done() || arrival.setResult());
  }

  /** Elements that have not started never will. */
  #abandonRest(): void {
    for (; this.#next < this.#elements.length; this.#next++) {
      const element = this.#elements[this.#next];
      if (element instanceof Coroutine) element.close();
    }
  }

  /** The next completion, or the end of the time. */
  async #arrival(): Promise<void> {
    if (this.#isTooLate) throw this.#tooLate();
    const arrival = new Future<void>();
    this.#waiting.push(arrival);
    try {
      await arrival;
    } catch (error) {
      // Cancelled: `for await` ends without a call of return().
      this.#abandonRest();
      throw error;
    }
  }

  #tooLate(): TimeoutError {
    const left = this.#elements.length - this.#finished.length;
    this.#abandonRest();
    return new TimeoutError(`asCompleted() timed out with ${left} of ${this.#elements.length} not done`);
  }
}
