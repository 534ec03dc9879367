/**
 * When each phase of a request was over, in milliseconds since the call; each is at or after the one before.
 * `null` where the phase did not occur: a reused connection has no `dns`, `connect` and `tls`.
 */
export interface Timings {
  /** It had a connection, or leave to open one. */
  readonly queued: number | null;
  /** The name was resolved. */
  readonly dns: number | null;
  /** The TCP connection, or the tunnel through the proxy, stood. */
  readonly connect: number | null;
  /** The TLS handshake was done. */
  readonly tls: number | null;
  /** The request was handed to the socket in full. */
  readonly sent: number | null;
  /** The first byte of the answer arrived. */
  readonly firstByte: number | null;
  /** The body was complete. */
  readonly done: number | null;
}

/** Timings while they are being taken. */
export type Stopwatch = { -readonly [Phase in keyof Timings]: Timings[Phase] };

/** A stopwatch with nothing on it yet. */
export function newStopwatch(): Stopwatch {
  return { queued: null, dns: null, connect: null, tls: null, sent: null, firstByte: null, done: null };
}
