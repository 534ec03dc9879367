/** How much a live page keeps. */
export interface RetentionLimits {
  /** Milliseconds. */
  readonly age: number;
  readonly events: number;
}

/** Milliseconds that are kept or forgotten together. */
const SPAN = 500;

/** Counts events by their time and says what has to go, so that a page that is open for days stays as small as at first. */
export class Retention {
  readonly #limits: RetentionLimits;
  /** Events by span of time, in order. */
  readonly #counts = new Map<number, number>();
  #kept = 0;
  #latest = 0;

  constructor(limits: RetentionLimits) {
    this.#limits = limits;
  }

  /** One more event. */
  add(at: number): void {
    const span = Math.floor(at / SPAN);
    this.#counts.set(span, (this.#counts.get(span) ?? 0) + 1);
    this.#kept++;
    this.#latest = Math.max(this.#latest, at);
  }

  /** The moment before which everything is to be forgotten. */
  cutoff(): number {
    const oldest = this.#latest - this.#limits.age;
    let cutoff = -Infinity;
    for (const [span, count] of this.#counts) {
      const end = (span + 1) * SPAN;
      // What happens now is kept, however much it is.
      if (end > this.#latest || (end > oldest && this.#kept <= this.#limits.events)) break;
      this.#counts.delete(span);
      this.#kept -= count;
      cutoff = end;
    }
    return cutoff;
  }
}
