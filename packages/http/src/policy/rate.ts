import type { ScheduledCall } from "baedal/lowlevel";
import { TimeoutError } from "../errors.ts";
import type { HttpRequest, Policy } from "../http-request.ts";
import type { RateSettings } from "../options/rate-options.ts";
import { clockOfRun } from "../run-clock.ts";

/** Lets requests to each origin start no faster than the rate; a burst of up to `requests` is allowed. */
export function rate(settings: RateSettings): Policy {
  const buckets = new Map<string, TokenBucket>();
  return async (request, next) => {
    const { origin } = request.url;
    let bucket = buckets.get(origin);
    if (bucket === undefined) {
      for (const [key, old] of buckets) if (buckets.size >= 1000 && old.full) buckets.delete(key);
      buckets.set(origin, (bucket = new TokenBucket(settings)));
    }
    if (!bucket.tryTake()) await bucket.wait(request);
    return await next(request);
  };
}

/** One origin's tokens, and those who wait for them, first come, first served. */
class TokenBucket {
  readonly #settings: RateSettings;
  readonly #clock = clockOfRun();
  readonly #waiting = new Set<() => void>();
  #tokens: number;
  #countedAt = this.#clock.now();
  #timer: ScheduledCall | undefined;

  constructor(settings: RateSettings) {
    this.#settings = settings;
    this.#tokens = settings.requests;
  }

  /** Whether it is as good as new. */
  get full(): boolean {
    this.#refill();
    return this.#waiting.size === 0 && this.#tokens >= this.#settings.requests;
  }

  tryTake(): boolean {
    this.#refill();
    if (this.#waiting.size > 0 || this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  /** A request that is cancelled meanwhile leaves its token to the next. */
  wait(request: HttpRequest): Promise<void> {
    const { call, settings } = request;
    const began = this.#clock.now();
    return new Promise((resolve, reject) => {
      let limit: ScheduledCall | undefined;
      const leave = (): void => {
        limit?.cancel();
        call.leave();
        this.#waiting.delete(go);
      };
      const go = (): void => {
        leave();
        request.waited += this.#clock.now() - began;
        resolve();
      };
      call.enter({
        abort: (reason) => {
          leave();
          reject(reason);
        },
      });
      if (settings.queueTimeout !== Infinity) {
        limit = this.#clock.callLater(began + settings.queueTimeout, () => {
          leave();
          reject(tooSlow(request));
        });
      }
      this.#waiting.add(go);
      this.#arm();
    });
  }

  #refill(): void {
    const { requests, per } = this.#settings;
    const time = this.#clock.now();
    this.#tokens = Math.min(requests, this.#tokens + ((time - this.#countedAt) * requests) / per);
    this.#countedAt = time;
  }

  #arm(): void {
    if (this.#timer !== undefined || this.#waiting.size === 0) return;
    const missing = Math.max(1 - this.#tokens, 0);
    this.#timer = this.#clock.callLater(
      this.#clock.now() + (missing * this.#settings.per) / this.#settings.requests,
      () => this.#serve(),
    );
  }

  #serve(): void {
    this.#timer = undefined;
    this.#refill();
    for (const go of this.#waiting) {
      // A hair's breadth short is a matter of rounding, not of the rate.
      if (this.#tokens < 1 - 1e-6) break;
      this.#tokens--;
      go();
    }
    this.#arm();
  }
}

function tooSlow({ summary, settings }: HttpRequest): TimeoutError {
  const message = `${summary.method} ${summary.url}: rate.perHost did not let it start within timeout.queue, ${settings.queueTimeout} ms`;
  return new TimeoutError(message, { request: summary, phase: "queue" });
}
