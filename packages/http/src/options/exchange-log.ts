import type { ClientResponse } from "../client-response.ts";

/** One request that a session sent, and what came of it. */
export interface LoggedExchange {
  /** When it was sent, in milliseconds since 1970. */
  readonly sentAt: number;
  /** When it was sent, in milliseconds since the call, as the timings of the response. */
  readonly began: number;
  /** When its answer was handed on, in milliseconds since the call. */
  readonly ended: number;
  readonly method: string;
  /** Without userinfo and fragment. */
  readonly url: URL;
  /** Credentials among them. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** Where it is no stream. */
  readonly body: string | Uint8Array | undefined;
  /** Of the body of the request in bytes, 0 for none; undefined where it is not known before. */
  readonly bodyLength: number | undefined;
  /** The answer, where there is one. */
  readonly response: ClientResponse | undefined;
  /** What it failed with otherwise. */
  readonly error: unknown;
}

/** Keeps what a session sent and got: each redirect and retry by itself. `HarLog` of `@baedal/http/har` is one. */
export interface ExchangeLog {
  /** Must be quick and must not throw. The body of a streamed response is not its to read. */
  exchanged(exchange: LoggedExchange): void;
}
