import { type Duration, milliseconds } from "baedal/lowlevel";
import { checkNames, countOf, flagOf, listOf } from "./check-options.ts";

/** How requests that failed for a passing reason are tried again. */
export interface RetryOptions {
  /**
   * Tries in all, the first included.
   * @default 1
   */
  readonly attempts?: number;
  /**
   * Wait n is random in [0, min(maxDelay, backoff x 2^(n-1))], or what Retry-After asks.
   * @default 500 ms
   */
  readonly backoff?: Duration;
  /**
   * The longest wait that is not asked for by Retry-After.
   * @default 30 s
   */
  readonly maxDelay?: Duration;
  /**
   * Methods that may be sent again.
   * @default GET HEAD OPTIONS PUT DELETE
   */
  readonly methods?: readonly string[];
  /**
   * Statuses that are worth another try; broken and refused connections always are.
   * @default 408 429 502 503 504
   */
  readonly statuses?: readonly number[];
  /**
   * Retries as a share of the requests to a host, never fewer than 10.
   * @default 0.2
   */
  readonly budget?: number;
  /**
   * Whether a request of an idempotent method is sent once more, apart from all this and not counted in `attempts`, when
   * the kept-alive connection it went over turns out to have been closed by the server. Without it the request fails with
   * a `ProtocolError` whose `stale` is true; for those who count what they send.
   * @default true
   */
  readonly replay?: boolean;
}

/** The same, complete and in milliseconds. */
export interface RetrySettings {
  readonly attempts: number;
  readonly backoff: number;
  readonly maxDelay: number;
  readonly methods: ReadonlySet<string>;
  readonly statuses: ReadonlySet<number>;
  readonly budget: number;
  readonly replay: boolean;
}

export const defaultRetry: RetrySettings = {
  attempts: 1,
  backoff: 500,
  maxDelay: 30_000,
  methods: new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]),
  statuses: new Set([408, 429, 502, 503, 504]),
  budget: 0.2,
  replay: true,
};

const names: ReadonlySet<string> = new Set(Object.keys(defaultRetry));

/** Retry options of a session or a request over those it inherits. */
export function resolveRetry(options: RetryOptions | undefined, inherited: RetrySettings): RetrySettings {
  if (options === undefined) return inherited;
  checkNames(options, names, "retry");
  const { attempts, backoff, maxDelay, budget } = options;
  const methods = listOf(options.methods, "retry.methods", '["GET"]');
  const statuses = listOf(options.statuses, "retry.statuses", "[503]");
  if (budget !== undefined && !(budget >= 0)) throw new TypeError("retry.budget must be a number of at least 0");
  return {
    attempts: attempts === undefined ? inherited.attempts : countOf(attempts, 1, "retry.attempts"),
    backoff: backoff === undefined ? inherited.backoff : milliseconds(backoff, "retry.backoff"),
    maxDelay: maxDelay === undefined ? inherited.maxDelay : milliseconds(maxDelay, "retry.maxDelay"),
    methods: methods === undefined ? inherited.methods : new Set(methods.map((method) => method.toUpperCase())),
    statuses: statuses === undefined ? inherited.statuses : new Set(statuses),
    budget: budget ?? inherited.budget,
    replay: flagOf(options.replay, "retry.replay") ?? inherited.replay,
  };
}
