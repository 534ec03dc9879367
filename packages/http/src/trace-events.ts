/**
 * The events of this package in the trace stream of `baedal/trace`: the one place that says what each means.
 *
 * They stand under the task that made the call, whoever's turn it is when they happen, with times on the clock of its run;
 * `id` tells which events belong together. A call makes, in this order:
 *
 *     http:request                          once
 *     (http:send  http:phase*)*             for each time that it was sent: redirects, retries, replays
 *     http:end                              once
 *
 * A call that began before the recording makes no events at all. No `http:end` means that it was going on when the
 * recording ended, no `http:send` that it never came as far as the queue (or that a connector answered in place of the
 * network).
 */
import type { ForeignEvent } from "baedal/trace";
import type { Timings } from "./timings.ts";

/** A call began. */
export interface HttpRequestEvent extends ForeignEvent {
  readonly kind: "http:request";
  readonly data: {
    /** Of the call; no other of this process has it. */
    readonly id: number;
    readonly method: string;
    /** Without userinfo and fragment; values of secret-looking query parameters are `***`. */
    readonly url: string;
    /** Whether the body is read as it comes: by `stream` or `fetch`. */
    readonly streamed: boolean;
  };
}

/** The request joins the queue for a connection. */
export interface HttpSendEvent extends ForeignEvent {
  readonly kind: "http:send";
  readonly data: {
    readonly id: number;
    /** 1 for the first time that the call sends something. */
    readonly sending: number;
    /** A redirect may have changed it. */
    readonly method: string;
    /** As in `http:request`; another one after a redirect. */
    readonly url: string;
  };
}

/** A phase of a sending is over. One that is absent did not occur: a reused connection has no `dns`, `connect` and `tls`. */
export interface HttpPhaseEvent extends ForeignEvent {
  readonly kind: "http:phase";
  readonly data: {
    readonly id: number;
    readonly sending: number;
    /** What is over by now, in the words of `Timings`. */
    readonly phase: keyof Timings;
  };
}

/** A call is over, and its connection is free. */
export interface HttpEndEvent extends ForeignEvent {
  readonly kind: "http:end";
  readonly data: {
    readonly id: number;
    /** Of the answer that the caller got; absent when there was none. */
    readonly status?: number;
    /** `code` of what the call, or the reading of its body, failed with, else its name; absent when it did not fail. */
    readonly error?: string;
    /** Bytes of all bodies that came, before decoding. */
    readonly bytes: number;
  };
}

/** Any event of this package. */
export type HttpTraceEvent = HttpRequestEvent | HttpSendEvent | HttpPhaseEvent | HttpEndEvent;
