import { now } from "baedal";

import type { Ending } from "./summary.ts";

/** What one run may use up. */
export interface BudgetLimits {
  /** Requests for pages; redirects that they lead to do not count. */
  readonly maxPages: number;
  /** Bytes of the bodies of finished pages. */
  readonly maxBytes: number;
  /** In ms. */
  readonly maxTime: number;
}

/** The budgets of one run: exact or less, never one request more. */
export class Budget {
  readonly #limits: BudgetLimits;
  /** When the time is over, on the clock of `now()`. */
  readonly deadline: number;
  #pages = 0;
  #bytes = 0;
  #spent: Ending | undefined;

  constructor(limits: BudgetLimits) {
    this.#limits = limits;
    this.deadline = now() + limits.maxTime;
    if (limits.maxPages === 0) this.#spent = "max-pages";
    if (limits.maxBytes === 0) this.#spent = "max-bytes";
  }

  /** The budget that is used up; `undefined` while none is. */
  get spent(): Ending | undefined {
    if (now() >= this.deadline) this.#spent ??= "max-time";
    return this.#spent;
  }

  /** The largest body that can still be paid for. */
  get bytesLeft(): number {
    return this.#limits.maxBytes - this.#bytes;
  }

  /** A request for a page is sent. */
  countPage(): void {
    this.#pages += 1;
    if (this.#pages >= this.#limits.maxPages) this.#spent ??= "max-pages";
  }

  /** Pays for a body; false when it costs more than is left. */
  pay(bytes: number): boolean {
    if (this.#bytes + bytes > this.#limits.maxBytes) {
      this.#spent ??= "max-bytes";
      return false;
    }
    this.#bytes += bytes;
    if (this.#bytes === this.#limits.maxBytes) this.#spent ??= "max-bytes";
    return true;
  }
}
