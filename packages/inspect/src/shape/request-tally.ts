import { histogram, type Bucket } from "./histogram.ts";
import { inFlightProfile, peakInFlight, type Flights } from "./in-flight.ts";
import type { PhaseId } from "./phases.ts";
import { isFailure } from "./is-failure.ts";
import { quantile } from "./quantile.ts";
import type { RequestRow } from "./request-row.ts";
import type { RequestSpan } from "./request-span.ts";

/** What a set of requests amounts to. Durations are milliseconds from leaving the queue to the end, failures too. */
export interface RequestTotals {
  /** Requests that were sent. */
  readonly requests: number;
  /** Of these, how many did not fail. */
  readonly successes: number;
  /** What failed for good, sent or not. */
  readonly failures: number;
  /** Has an error, sent or not, and counts as no failure. */
  readonly forgiven: number;
  /** Tries beyond the first, all requests together. */
  readonly retries: number;
  /** Decoded body bytes. */
  readonly bytes: number;
  /** Sum of the requests' durations, of each its last try: without retries, what one after another would have taken. */
  readonly busyMs: number;
  /** When the last one ended, since the start of the run. */
  readonly endMs: number;
  readonly median: number | null;
  readonly p95: number | null;
  readonly longest: number | null;
  /** The largest number in flight at the same time. */
  readonly peak: number;
}

/** Collects rows one by one and sums them up; used for the whole run and for each host. */
export class RequestTally {
  #requests = 0;
  #successes = 0;
  #failures = 0;
  #forgiven = 0;
  #retries = 0;
  #bytes = 0;
  #endMs = 0;
  readonly #phases = new Map<PhaseId, number>();
  // One entry for each request that was sent; equally long.
  readonly #begins: number[] = [];
  readonly #ends: number[] = [];

  /** Counts one row. `span` is the row's place on the time axis. */
  add(row: RequestRow, span: RequestSpan): void {
    this.#judge(row);
    this.#retries += Math.max(0, row.attempts - 1);
    this.#bytes += row.bytes ?? 0;
    this.#endMs = Math.max(this.#endMs, span.end);
    for (const { phase, from, to } of span.phases) this.#phases.set(phase, (this.#phases.get(phase) ?? 0) + to - from);
    if (!span.sent) return;
    this.#begins.push(span.active);
    this.#ends.push(span.end);
  }

  #judge(row: RequestRow): void {
    const failed = isFailure(row);
    if (failed) this.#failures++;
    else if (row.error !== null) this.#forgiven++;
    if (row.attempts === 0) return;
    this.#requests++;
    if (!failed) this.#successes++;
  }

  /** The sums so far. */
  totals(): RequestTotals {
    const durations = this.durations();
    return {
      requests: this.#requests,
      successes: this.#successes,
      failures: this.#failures,
      forgiven: this.#forgiven,
      retries: this.#retries,
      bytes: this.#bytes,
      busyMs: durations.reduce((sum, duration) => sum + duration, 0),
      endMs: this.#endMs,
      median: quantile(durations, 0.5),
      p95: quantile(durations, 0.95),
      longest: quantile(durations, 1),
      peak: peakInFlight(this.#flights),
    };
  }

  /** Durations of the requests that were sent, ascending. */
  durations(): number[] {
    return this.#ends.map((end, index) => end - (this.#begins[index] ?? end)).sort((a, b) => a - b);
  }

  /** Time spent in a phase, all requests together. */
  phaseTotal(phase: PhaseId): number {
    return this.#phases.get(phase) ?? 0;
  }

  /** Peak number in flight in each of `bins` equal parts of the run. */
  profile(duration: number, bins: number): number[] {
    return inFlightProfile(this.#flights, duration, bins);
  }

  /** Durations in at most `most` logarithmic buckets. */
  latency(most: number): Bucket[] {
    return this.#begins.length === 0 ? [] : histogram(this.durations(), most);
  }

  get #flights(): Flights {
    return { begins: this.#begins, ends: this.#ends };
  }
}
