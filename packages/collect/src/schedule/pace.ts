/** What bounds how fast one host is asked. */
export interface PaceLimits {
  /** Requests in flight at most. */
  readonly perHost: number;
  /** Shortest time between the beginnings of two requests, in ms. */
  readonly interval: number;
  /** Longest rest, in ms. */
  readonly longestRest: number;
}

/** Rests in a row, without an answer that counts as a success, after which the host has said no. */
const mostRests = 10;
const firstRest = 1000;

/** Of so many answers the mean says something. */
const fewestSamples = 8;
/** A host is strained when its answers take so many times as long as they did at its best, and longer than this, in ms. */
const strain = 4;
const shortestStrain = 1000;

/** A request that was answered; times on the clock of `now()`, `latency` in ms from sent to the first byte. */
export interface AnsweredRequest {
  readonly began: number;
  readonly time: number;
  readonly latency: number;
}

/**
 * How fast one host may be asked at the moment. All times are on the clock of `now()`.
 *
 * Besides the fixed limits it adapts as TCP does: a failure halves how many requests may be in flight, each success
 * gives a little back (additive increase, multiplicative decrease). So does a host whose answers have become slow, by
 * their running mean: pages differ, and a slow one alone says nothing. Only successes speed it up, so a host that refuses
 * quickly is not asked faster for it. Failures and rests of requests that were already out count once.
 */
export class Pace {
  readonly #limits: PaceLimits;
  /** Requests that may be in flight, as a fraction: at least 1, at most `perHost`. */
  #window: number;
  #interval: number;
  #proven = false;
  #nextAt = 0;
  #restUntil = 0;
  #restBegan = -Infinity;
  #slowedAt = -Infinity;
  #restsInARow = 0;
  #samples = 0;
  /** Running mean of the latency, and its least; that is forgotten slowly, for a host may have moved. */
  #latency = 0;
  #bestLatency = Infinity;

  constructor(limits: PaceLimits) {
    this.#limits = limits;
    this.#window = limits.perHost;
    this.#interval = limits.interval;
  }

  /** Requests that may be in flight now. */
  get limit(): number {
    return Math.floor(this.#window);
  }

  /** The host answers: its last request that ended was a success. */
  get proven(): boolean {
    return this.#proven;
  }

  /** When the next request may begin, as far as time is concerned. */
  get readyAt(): number {
    return Math.max(this.#nextAt, this.#restUntil);
  }

  /** Until when the host rests; in the past when it does not. */
  get restUntil(): number {
    return this.#restUntil;
  }

  /** It is known from before that the host is to be left alone until `time`. */
  waitUntil(time: number): void {
    this.#restUntil = Math.max(this.#restUntil, time);
  }

  /** The host itself asks for at least this time between requests (Crawl-delay), in ms. */
  requireInterval(interval: number): void {
    this.#interval = Math.max(this.#interval, interval);
  }

  began(time: number): void {
    this.#nextAt = time + this.#interval;
  }

  /** The request that began last reached the wire at `time`: with a connection to be made first, that is later. */
  sent(time: number): void {
    if (this.#interval > 0) this.#nextAt = Math.max(this.#nextAt, time + this.#interval);
  }

  succeeded(request?: AnsweredRequest): void {
    this.#proven = true;
    this.#restsInARow = 0;
    if (request !== undefined && this.#isStrained(request.latency)) return this.#slowDown(request.began, request.time);
    this.#window = Math.min(this.#limits.perHost, this.#window + 1 / this.#window);
  }

  /** A request that began at `began` failed. */
  failed(began: number, time: number): void {
    this.#proven = false;
    this.#slowDown(began, time);
  }

  #slowDown(began: number, time: number): void {
    if (began < this.#slowedAt) return;
    this.#slowedAt = time;
    this.#window = Math.max(1, this.#window / 2);
  }

  #isStrained(latency: number): boolean {
    this.#latency += (latency - this.#latency) / Math.min(fewestSamples, ++this.#samples);
    if (this.#samples < fewestSamples) return false;
    this.#bestLatency = Math.min(this.#latency, this.#bestLatency * 1.002);
    return this.#latency > shortestStrain && this.#latency > strain * this.#bestLatency;
  }

  /**
   * The host asked for a rest in answer to a request that began at `began`.
   *
   * @param retryAfter - how long, in ms; without it 1 s, doubled with every rest in a row
   * @returns false when it has asked too often in a row
   */
  rest(began: number, time: number, retryAfter: number | undefined): boolean {
    this.failed(began, time);
    if (began >= this.#restBegan) {
      if (this.#restsInARow >= mostRests) return false;
      this.#restsInARow += 1;
      this.#restBegan = time;
    }
    const length = retryAfter ?? Math.min(this.#limits.longestRest, firstRest * 2 ** (this.#restsInARow - 1));
    this.#restUntil = Math.max(this.#restUntil, time + length);
    return true;
  }
}
