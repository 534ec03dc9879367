import { outside } from "../process/outside.ts";
import type { RunActivity } from "./run-activity.ts";

// That of load time: a test that replaces the timers must not stop the clock.
const nextTurn = setImmediate;

/** Turns after which what other threads and the kernel had ready has been delivered too. */
const turnsForDelivery = 3;

/**
 * Turns the event loop until nothing of the run happened for some turns: after one quiet turn all microtasks, ticks and
 * immediates have run. It turns from `wake` until told that it is enough, so that nothing is polled meanwhile.
 */
export class QuietTurns {
  readonly #activity: RunActivity;
  readonly #onTurn: (quiet: boolean) => boolean;
  #turning = false;
  #quiet = 0;
  #progress = -1;
  #stopped = false;

  /**
   * @param onTurn - called after each turn, outside every task, with whether nothing happens any more; false to rest
   *   until `wake`
   */
  constructor(activity: RunActivity, onTurn: (quiet: boolean) => boolean) {
    this.#activity = activity;
    this.#onTurn = onTurn;
  }

  /** Something happened or may happen: counts anew. */
  wake(): void {
    this.#quiet = 0;
    if (this.#turning || this.#stopped) return;
    this.#turning = true;
    // The next turn is not yet a quiet one, whatever was seen before resting.
    this.#progress = -1;
    // In no task, else these turns would count as the run's own.
    outside(() => void nextTurn(this.#turn));
  }

  stop(): void {
    this.#stopped = true;
  }

  readonly #turn = (): void => {
    if (this.#stopped) return;
    const { progress, runnable } = this.#activity;
    this.#quiet = progress === this.#progress && !runnable ? this.#quiet + 1 : 0;
    this.#progress = progress;
    // Still 0 after resting was asked for: it was woken in the call.
    this.#turning = this.#onTurn(this.#quiet >= (this.#activity.isClosed ? 1 : turnsForDelivery)) || this.#quiet === 0;
    if (this.#turning) nextTurn(this.#turn);
  };
}
