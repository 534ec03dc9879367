import { SystemClock } from "../time/clock.ts";
import { outside } from "../process/outside.ts";
import type { RunActivity } from "./run-activity.ts";

// That of load time: a test that replaces the timers must not stop the clock.
const nextTurn = setImmediate;

/** Real milliseconds. Over loopback data arrives within microseconds of the write, on a busy machine somewhat later. */
const grace = 2;

/** Turns of the loop after that: a process that did not get the processor meanwhile has had no turn to answer in. */
const turns = 16;

/**
 * Data that went into a socket is nowhere to be seen until it comes out at the other end, which may be in this process.
 * So after traffic on the sockets of a run it counts as busy for a moment of real time and some turns of the loop.
 */
export class SocketGrace {
  readonly #activity: RunActivity;
  readonly #over: () => void;
  readonly #clock = new SystemClock();
  #traffic = 0;
  /** Turns still to come; 0 when the moment is over. */
  #left = 0;

  /** @param over - called when the moment is over */
  constructor(activity: RunActivity, over: () => void) {
    this.#activity = activity;
    this.#over = over;
  }

  /** Whether the moment lasts; one begins when there was traffic since the last call. */
  isNeeded(): boolean {
    const { traffic } = this.#activity;
    if (traffic !== this.#traffic) {
      this.#traffic = traffic;
      this.#left = turns;
      this.#clock.setAlarm(this.#clock.now() + grace, this.#turn);
    }
    return this.#left > 0;
  }

  end(): void {
    this.#left = 0;
    this.#clock.setAlarm(Infinity, this.#turn);
  }

  readonly #turn = (): void => {
    if (this.#left === 0) return;
    if (--this.#left === 0) this.#over();
    else outside(() => void nextTurn(this.#turn));
  };
}
