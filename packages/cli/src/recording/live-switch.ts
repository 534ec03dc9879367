import { liveWaits, subscribe, type TraceEvent } from "baedal/trace";

/** Tells the companion that waits are recorded again: what live tasks wait for follows. */
export interface ResumedEvent {
  readonly kind: "trace:resumed";
  readonly at: number;
  readonly task: 0;
  /** About how many events were not recorded meanwhile. */
  readonly data: { readonly lost: number };
}

/**
 * Events that are recorded for a page between two turns of the pulse. One costs the program about two microseconds, mostly to
 * make; so this many take 0.6 % of its time, and the page, which keeps 60,000, has those of twenty seconds.
 */
const budget = 150;

/**
 * Records no more than those who watch can see. While nobody does, only the lives of tasks, which cost next to nothing.
 * While somebody does, everything, as long as it is not too much; what a program does faster than that is left out in
 * between. For a recording that has to be whole see `--trace`.
 *
 * How long tasks compute is left out nowhere while somebody watches, where that is asked for: sums with gaps would accuse the
 * wrong tasks.
 */
export class LiveSwitch {
  readonly #encode: (event: TraceEvent) => void;
  readonly #isBusyAsked: boolean;
  #subscription: Disposable;
  #isWatched = false;
  /** Events since the last pulse; undefined while only lives are recorded. */
  #spent: number | undefined = undefined;
  #lastPulse = 0;
  #rested = { since: 0, rate: 0 };

  constructor(encode: (event: TraceEvent) => void, isBusyAsked: boolean) {
    this.#encode = encode;
    this.#isBusyAsked = isBusyAsked;
    this.#subscription = subscribe(encode, "lives");
  }

  watched(viewers: number): void {
    this.#isWatched = viewers > 0;
    if (!this.#isWatched) this.#rest(0);
    else if (this.#spent === undefined) this.#resume();
  }

  /** Call it some twenty times a second. */
  pulse(): void {
    this.#lastPulse = performance.now();
    if (this.#spent !== undefined) this.#spent = 0;
    else if (this.#isWatched) this.#resume();
  }

  #resume(): void {
    const before = this.#subscription;
    const at = performance.now();
    const { since, rate } = this.#rested;
    const resumed: ResumedEvent = {
      kind: "trace:resumed",
      at,
      task: 0,
      data: { lost: Math.round((at - since) * rate) },
    };
    this.#encode(resumed);
    for (const wait of liveWaits()) this.#encode(wait);
    this.#spent = 0;
    this.#lastPulse = at;
    this.#subscription = subscribe(this.#receive, this.#isBusyAsked ? "busy" : "full");
    before[Symbol.dispose](); // after the new one, so that measuring goes on
  }

  readonly #receive = (event: TraceEvent): void => {
    this.#encode(event);
    if (this.#spent === undefined) return;
    this.#spent++;
    if (this.#spent < budget) return;
    this.#rest(budget / Math.max(1, performance.now() - this.#lastPulse));
  };

  /** @param rate - events a millisecond that go unrecorded meanwhile */
  #rest(rate: number): void {
    this.#rested = { since: performance.now(), rate };
    this.#spent = undefined;
    const before = this.#subscription;
    if (this.#isBusyAsked && this.#isWatched) this.#subscription = subscribe(this.#onlyComputing, "busy");
    else this.#subscription = subscribe(this.#encode, "lives");
    before[Symbol.dispose]();
  }

  readonly #onlyComputing = (event: TraceEvent): void => {
    if (!leftOut.has(event.kind) && !event.kind.includes(":")) this.#encode(event);
  };
}

/** Kinds of events that are not recorded while the program does more than can be shown. */
const leftOut: ReadonlySet<string> = new Set(["wait", "wake", "resource"]);
