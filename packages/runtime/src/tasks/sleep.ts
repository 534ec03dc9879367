import { type Duration, milliseconds } from "../time/duration.ts";
import type { Future } from "../futures/future.ts";
import { FULFILLED, PENDING } from "../futures/future-state.ts";
import { ambientRun, currentRun, type RunState } from "../scheduling/run-state.ts";
import type { Timed } from "../time/timer-heap.ts";
import { BareWait, keepWaitShape } from "../futures/wait.ts";
import { yieldToLoop } from "./yield-to-loop.ts";

/**
 * Waits without blocking: the other tasks go on.
 *
 * @param delay - milliseconds, or an object such as `{ seconds: 1.5 }`; 0 or less lets every other ready task and
 *   pending I/O run, and goes on before what gets ready later; `Infinity` waits until cancelled
 * @param result - what the await gives; `undefined` by default
 * @throws TypeError for a malformed delay
 *
 * Semantics: `asyncio.sleep`, with milliseconds for seconds.
 *
 * @example
 * ```ts
 * import { run, sleep } from "baedal";
 *
 * await run(async () => {
 *   const bowl = await sleep({ milliseconds: 20 }, "empty");
 *   console.log(bowl); // empty
 * });
 * ```
 */
export function sleep(delay: Duration): Future<void>;
export function sleep<T>(delay: Duration, result: T): Future<T>;
export function sleep<T>(delay: Duration, result?: T): Future<T | undefined> {
  const time = milliseconds(delay, "The delay of sleep()");
  return time === 0 ? yieldToLoop(result) : new Sleep(currentRun(), time, result);
}

/**
 * Blocks the whole thread: no other task, timer or request goes on meanwhile. It is here to show the difference, and
 * for programs that have nothing else to do. Under a `VirtualClock` it only moves the clock.
 *
 * @param delay - as for `sleep`
 */
export function sleepSync(delay: Duration): void {
  const time = milliseconds(delay, "The delay of sleepSync()");
  if (time === Infinity)
    throw new RangeError("sleepSync(Infinity) would block this thread for ever; await sleep(Infinity)");
  currentRun().clock.sleepSync(time);
}

/** Milliseconds on the clock of the current run: monotonic, from an arbitrary start. */
export function now(): number {
  return currentRun().clock.now();
}

/** A wait that is its own entry among the deadlines: one object, no closure. While it waits it keeps its result where it will be. */
class Sleep<T> extends BareWait<T> implements Timed {
  when: number;
  order: number;
  place: number;
  readonly #delay: number;

  constructor(run: RunState, delay: number, result: T) {
    super();
    this.state = PENDING;
    this.settlement = result;
    this.retrieved = false;
    this.reactions = undefined;
    this.source = run.timers;
    this.nextWait = undefined;
    this.previousWait = undefined;
    this.#delay = delay;
    // Who sleeps for ever needs no clock, which Node loads when it is first asked: 2 ms that importing the package does not cost.
    this.when = delay === Infinity ? Infinity : run.clock.now() + delay;
    this.order = 0;
    this.place = -1;
    run.timers.add(this);
  }

  fire(): void {
    this.settle(FULFILLED, this.settlement);
  }

  get words(): string {
    return `sleep ${Math.round(this.#delay * 1000) / 1000} ms`;
  }
}

const sample = new Sleep(ambientRun, Infinity, undefined);
sample.order = 1;
sample.place = 0;
sample.place = -1;
keepWaitShape(sample);
