/** A time in which the loop stood still. */
export interface Stall {
  /** When it began, on the clock of `performance.now()`. */
  readonly at: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** Stalls that are remembered until the watchdog tells whose they were. */
const kept = 16;

/** When the loop turned, and how busy it was in between. */
export class BeatLog {
  /** What the beats count from. */
  readonly origin: number = performance.now();
  /** The latest beat: milliseconds since the origin, counting round at 32 bits. */
  latest = 0;
  readonly #slow: number;
  #at: number = this.origin;
  #idle: number = performance.nodeTiming.idleTime;
  /** By the beat before. */
  readonly #stalls = new Map<number, Stall>();

  /** @param slow - milliseconds of a stall that is remembered */
  constructor(slow: number) {
    this.#slow = slow;
  }

  /** The loop turns. */
  beat(): number {
    const now = performance.now();
    const idle = performance.nodeTiming.idleTime;
    if (now - this.#at >= this.#slow) this.#note(now, idle - this.#idle);
    this.#at = now;
    this.#idle = idle;
    this.latest = (now - this.origin) | 0;
    return this.latest;
  }

  /** The time after a beat in which the loop stood still, if it did for long enough. */
  stallAfter(beat: number): Stall | undefined {
    return this.#stalls.get(beat);
  }

  #note(now: number, idle: number): void {
    // Between two beats the loop may have been idle before it was blocked: that is not part of it.
    const at = Math.min(now, this.#at + idle);
    if (now - at < this.#slow) return;
    this.#stalls.set(this.latest, { at, duration: now - at });
    const [oldest] = this.#stalls.keys();
    if (this.#stalls.size > kept && oldest !== undefined) this.#stalls.delete(oldest);
  }
}
