import type { ScheduledCall } from "baedal/lowlevel";
import type { Call } from "./call.ts";

/**
 * Notices when no byte has come for too long. One timer for many bytes: when it fires it looks when the last one came,
 * rather than being set anew at each. Silence that is our own doing, while the body is paused, does not count.
 */
export class SilenceWatch {
  readonly #call: Call;
  readonly #limit: number;
  readonly #tooLong: () => void;
  #timer: ScheduledCall | undefined;
  #lastByteAt = 0;
  #paused = false;

  constructor(call: Call, limit: number, tooLong: () => void) {
    this.#call = call;
    this.#limit = limit;
    this.#tooLong = tooLong;
  }

  start(): void {
    this.touch();
    this.stop();
    this.#arm(this.#limit);
  }

  /** A byte came, perhaps before there was reason to wait for one: an answer may precede the end of its request. */
  begin(): void {
    if (this.#timer === undefined) this.start();
    else this.touch();
  }

  /** A byte came. */
  touch(): void {
    if (this.#limit !== Infinity) this.#lastByteAt = this.#call.elapsed;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.touch();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(delay: number): void {
    if (delay === Infinity) return;
    const { clock } = this.#call;
    this.#timer = clock.callLater(clock.now() + delay, () => {
      if (this.#paused) return this.#arm(this.#limit);
      const left = this.#lastByteAt + this.#limit - this.#call.elapsed;
      if (left > 0) this.#arm(left);
      else this.#tooLong();
    });
  }
}
