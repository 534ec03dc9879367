import { Pace, type PaceLimits } from "./pace.ts";

/** Paces kept at most. A host that comes back after as many others starts afresh. */
const mostPaces = 20_000;

/** Remembers how fast each host may be asked, also while nothing is queued for it. */
export class PaceBook {
  readonly #limits: PaceLimits;
  readonly #paces = new Map<string, Pace>();

  constructor(limits: PaceLimits) {
    this.#limits = limits;
  }

  of(host: string): Pace {
    const pace = this.#paces.get(host) ?? new Pace(this.#limits);
    this.#paces.delete(host);
    this.#paces.set(host, pace); // the latest used is the last in order
    if (this.#paces.size > mostPaces) this.#forgetOldest();
    return pace;
  }

  #forgetOldest(): void {
    const oldest = this.#paces.keys().next();
    if (oldest.done !== true) this.#paces.delete(oldest.value);
  }
}
