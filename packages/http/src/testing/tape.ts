import { redactUrl } from "../redact.ts";

/** What of an exchange is kept in a file: made to be read by people. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    /** Values of secret-looking query parameters are `***`. */
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly response: {
    readonly status: number;
    readonly reason: string;
    readonly headers: ReadonlyArray<readonly [string, string]>;
    /** The decoded body, where it is text. */
    readonly text?: string;
    /** Else in base64. */
    readonly base64?: string;
  };
}

/** A file of exchanges, in the order in which they took place. */
export interface Tape {
  readonly version: 1;
  readonly exchanges: readonly Exchange[];
}

/** A URL as a file may hold it; also what a replay goes by. */
export function tapeUrl(url: string): string {
  return redactUrl(new URL(url));
}
