/** Finished things per second over a sliding window, so that the figure follows what happens now. */
export class RateMeter {
  readonly #window: number;
  /** In order of time; the first lies at or just before the start of the window. */
  readonly #samples: { readonly at: number; readonly count: number }[] = [{ at: 0, count: 0 }];

  /** @param windowMs - Milliseconds that count, 5000 by default. */
  constructor(windowMs: number = 5000) {
    this.#window = windowMs;
  }

  /** Takes the count reached at a time (milliseconds since the start) and returns the rate per second. */
  measure(at: number, count: number): number {
    this.#samples.push({ at, count });
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? at) <= at - this.#window) this.#samples.shift();
    const oldest = this.#samples[0];
    if (oldest === undefined || at <= oldest.at) return 0;
    return ((count - oldest.count) / (at - oldest.at)) * 1000;
  }
}
