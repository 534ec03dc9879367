/** How long requests count, in ms. */
const windowLength = 60_000;

/** Retries that are always allowed, so that a quiet host may be retried at all. */
const floor = 10;

interface Counts {
  startedAt: number;
  requests: number;
  retries: number;
  earlierRequests: number;
  earlierRetries: number;
}

/**
 * Bounds retries to a share of the requests to each host in the last minute or two, so that when a host fails, trying
 * again does not multiply its load.
 */
export class RetryBudget {
  readonly #hosts = new Map<string, Counts>();

  /** A first try. */
  request(host: string, now: number): void {
    this.#counts(host, now).requests++;
  }

  /** Whether one more retry is within the share; if so it counts. */
  take(host: string, share: number, now: number): boolean {
    const counts = this.#counts(host, now);
    const allowed = Math.max(floor, share * (counts.requests + counts.earlierRequests));
    if (counts.retries + counts.earlierRetries >= allowed) return false;
    counts.retries++;
    return true;
  }

  #counts(host: string, now: number): Counts {
    const known = this.#hosts.get(host);
    if (known === undefined) return this.#open(host, now);
    const age = now - known.startedAt;
    if (age < windowLength) return known;
    const recent = age < 2 * windowLength;
    known.earlierRequests = recent ? known.requests : 0;
    known.earlierRetries = recent ? known.retries : 0;
    known.requests = 0;
    known.retries = 0;
    known.startedAt = now;
    return known;
  }

  #open(host: string, now: number): Counts {
    if (this.#hosts.size >= 1000) this.#forgetOld(now);
    const counts = { startedAt: now, requests: 0, retries: 0, earlierRequests: 0, earlierRetries: 0 };
    this.#hosts.set(host, counts);
    return counts;
  }

  #forgetOld(now: number): void {
    for (const [host, counts] of this.#hosts) if (now - counts.startedAt > 2 * windowLength) this.#hosts.delete(host);
  }
}
