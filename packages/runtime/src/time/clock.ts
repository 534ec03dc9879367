import { outside } from "../process/outside.ts";

/**
 * The source of time of one run. This file is the only one in the package that asks the platform for it.
 *
 * A clock has one alarm; the timer heap above it keeps all deadlines and sets the alarm to the earliest.
 */
export interface Clock {
  /** Milliseconds since an arbitrary start; never goes back. */
  now(): number;
  /**
   * Rings once at or after `when`, in place of any earlier setting; `Infinity` means never.
   *
   * @param holds - whether the alarm keeps the process open until it rings; a clock that is not real ignores it
   */
  setAlarm(when: number, ring: () => void, holds: boolean): void;
  /** Blocks the thread for that many milliseconds, or, for a clock that is not real, only moves on. */
  sleepSync(delay: number): void;
  /**
   * Called when a run begins on this clock; the result is called when it ends. A clock that can tell that the
   * program is stuck (nothing runnable, nothing in flight, no alarm) calls `stuck`.
   *
   * @param run - stands for the run: the `run` of every task in it
   */
  attach?(stuck: () => void, run: object): () => void;
  /** Keeps a clock that is not real from jumping while something outside it is in flight. */
  hold?(reason: string): Disposable;
}

/** `setTimeout` takes at most 2^31 - 1 ms; a longer wait is made of several. */
const longestTimer = 2_147_483_647;

/** Real time. */
export class SystemClock implements Clock {
  #timer: NodeJS.Timeout | undefined;
  #when = Infinity;
  #holds = true;
  #ring: () => void = () => {};

  now(): number {
    return performance.now();
  }

  setAlarm(when: number, ring: () => void, holds = true): void {
    this.#holds = holds;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#when = when;
    this.#ring = ring;
    if (when !== Infinity) this.#arm();
  }

  sleepSync(delay: number): void {
    // The value never changes, so the wait always runs into its limit.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, delay);
  }

  #arm(): void {
    const delay = Math.min(Math.max(Math.ceil(this.#when - performance.now()), 1), longestTimer);
    outside(() => {
      this.#timer = setTimeout(this.#onTimer, delay);
      if (!this.#holds) this.#timer.unref();
    });
  }

  readonly #onTimer = (): void => {
    this.#timer = undefined;
    // libuv counts in whole milliseconds and may fire up to one early.
    if (performance.now() < this.#when) this.#arm();
    else this.#ring();
  };
}
