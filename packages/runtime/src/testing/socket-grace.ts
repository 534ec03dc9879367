import { SystemClock } from "../clock.ts";
import type { RunActivity } from "./run-activity.ts";

/** Real milliseconds. Over loopback data arrives within microseconds of the write, on a busy machine somewhat later. */
const grace = 2;

/**
 * Data that went into a socket is nowhere to be seen until it comes out at the other end, which may be in this process.
 * So after traffic on the sockets of a run it counts as busy for a moment of real time.
 */
export class SocketGrace {
  readonly #activity: RunActivity;
  readonly #over: () => void;
  readonly #clock = new SystemClock();
  #traffic = 0;
  #end = -Infinity;

  /** @param over - called when the moment is over */
  constructor(activity: RunActivity, over: () => void) {
    this.#activity = activity;
    this.#over = over;
  }

  /** Whether the moment lasts; one begins when there was traffic since the last call. */
  isNeeded(): boolean {
    const { traffic } = this.#activity;
    const now = this.#clock.now();
    if (traffic !== this.#traffic) {
      this.#traffic = traffic;
      this.#end = now + grace;
      this.#clock.setAlarm(this.#end, this.#over);
    }
    return now < this.#end;
  }

  end(): void {
    this.#clock.setAlarm(Infinity, this.#over);
  }
}
