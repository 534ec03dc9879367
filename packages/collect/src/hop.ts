/** One answer on the way to a page: a redirect, or the page itself. */
export interface Hop {
  /** The URL that was asked for. */
  readonly url: string;
  readonly status: number;
  readonly reason: string;
  /** As on the wire: `"1.1"`, `"2"`. */
  readonly version: string;
  /** As received, in order, names in their own case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** What was sent, without credentials. */
  readonly requestHeaders: readonly (readonly [name: string, value: string])[];
  /** When the request left and when the answer was complete; ms since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/**
 * When each phase of a request ended, in ms since its start; `null` where the phase did not occur. Of a page that was
 * reached by redirects: of the whole attempt, where `sent` and before are the first request's, `firstByte` and `done`
 * the last answer's, so that the redirects between them count as waiting.
 */
export interface PageTimings {
  readonly queued: number | null;
  readonly dns: number | null;
  readonly connect: number | null;
  readonly tls: number | null;
  readonly sent: number | null;
  readonly firstByte: number | null;
  readonly done: number | null;
}
