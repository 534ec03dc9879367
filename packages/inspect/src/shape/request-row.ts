/**
 * When each phase of a request was over, in milliseconds since the request was asked for. Each is at least as large as
 * the one before; `null` where the phase did not occur (a reused connection has no `dns`, `connect` or `tls`).
 */
export interface RequestTimings {
  /** The request left the queue: a place was free, politeness and back-off were served. */
  readonly queued: number | null;
  /** The name was resolved. */
  readonly dns: number | null;
  /** The TCP connection stood. */
  readonly connect: number | null;
  /** The TLS handshake was over. */
  readonly tls: number | null;
  /** The last byte of the request was handed to the socket. */
  readonly sent: number | null;
  /** The first byte of the answer arrived. */
  readonly firstByte: number | null;
  /** The last byte of the answer arrived, or the request failed. */
  readonly done: number | null;
}

/** Why a request failed for good. */
export interface RequestFailure {
  /** Stable code, such as `ERR_BAEDAL_STATUS`. */
  readonly code: string;
  /** What went wrong, for people. */
  readonly message: string;
}

/** One finished request (fetched, or failed for good) as a report shows it. */
export interface RequestRow {
  /** The URL as asked. */
  readonly url: string;
  /** The URL after redirects; equal to `url` without any, `null` where no answer came. */
  readonly finalUrl: string | null;
  /** `hostname:port` by which the run counted it. */
  readonly host: string;
  /** HTTP status of the last answer; `null` where none came. */
  readonly status: number | null;
  /** When it was asked for: milliseconds since the start of the run. */
  readonly startedMs: number;
  /** When each phase was over. All `null` for a request that was never sent, such as one that robots.txt forbids. */
  readonly timings: RequestTimings;
  /** Size of the decoded body in bytes; `null` where there is none. */
  readonly bytes: number | null;
  /** Tries made, the first included; 0 for a request that was never sent. */
  readonly attempts: number;
  /** What went wrong with it; `null` for a success. */
  readonly error: RequestFailure | null;
  /** It counts as a failure; a link that leads nowhere may have an error and be none. @default whether there is an error */
  readonly failed?: boolean;
}
