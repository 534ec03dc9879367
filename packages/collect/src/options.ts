import type { DurationOption, RateOption, SizeOption } from "./parse-quantity.ts";

/** Options of a `Collection`; on the command line the same names in kebab-case. */
export interface CollectionOptions {
  /** Where the store lies; made if it is not there. */
  readonly directory: string;
  /** Requests in flight in all. @default 64 */
  readonly concurrency?: number | undefined;
  /** Requests in flight to one host (name and port). @default 8 */
  readonly perHost?: number | undefined;
  /** Requests to one host in a time, such as `"5/s"`, `"30/m"` or `5` (a second). @default no limit */
  readonly rate?: RateOption | undefined;
  /** Shortest time between two requests to one host. @default none */
  readonly delay?: DurationOption | undefined;
  /**
   * Bounds one attempt, from leaving the queue to the last byte of the body, its redirects added up. Waiting out of
   * politeness does not count. @default "60s"
   */
  readonly timeout?: DurationOption | undefined;
  /** Further tries after the first. @default 3 */
  readonly retries?: number | undefined;
  /** A URL whose host asks for a longer rest than this fails. @default "10m" */
  readonly maxRetryAfter?: DurationOption | undefined;
  /** Largest body in bytes, decoded; a URL with a larger one fails. @default "64MiB" */
  readonly maxBody?: SizeOption | undefined;
  /** Says who is asking. @default "baedal/VERSION" */
  readonly userAgent?: string | undefined;
  /** Collects finished pages again, with conditional requests where the store allows it. @default false */
  readonly refresh?: boolean | undefined;
  /** Tries pages again that failed for good. @default false */
  readonly retryFailed?: boolean | undefined;
  /** One request at a time in all. @default false */
  readonly sequential?: boolean | undefined;
}
