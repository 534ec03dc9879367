import { formatCount } from "../units/format-amount.ts";
import { parseCount, parseCountFromZero } from "../units/parse-count.ts";
import { parseCredentials, type Credentials } from "../units/parse-credentials.ts";
import { parseDuration } from "../units/parse-duration.ts";
import { parseHeader, type HeaderPair } from "../units/parse-header.ts";
import { parseRate, type Rate } from "../units/parse-rate.ts";
import { parseSize } from "../units/parse-size.ts";

/** How the text after a flag becomes a value, and back into what the help shows as its default. */
export interface OptionKind<Value> {
  /** @throws UsageError that says what would have been accepted. */
  readonly parse: (text: string) => Value;
  /** A value as the user would type it. */
  readonly format: (value: Value) => string;
}

/** A whole number of 1 or more. */
export const count: OptionKind<number> = { parse: parseCount, format: formatCount };

/** A whole number of 0 or more. */
export const countFromZero: OptionKind<number> = { parse: parseCountFromZero, format: formatCount };

/** Milliseconds; typed as seconds, or with a unit. */
export const duration: OptionKind<number> = { parse: parseDuration, format: durationAsTyped };

/** Bytes. */
export const size: OptionKind<number> = { parse: parseSize, format: sizeAsTyped };

/** Requests in a time. */
export const rate: OptionKind<Rate> = { parse: parseRate, format: ({ requests, per }) => `${requests}/${per / 1000}s` };

/** Any text: a name, a path, a pattern. */
export const text: OptionKind<string> = { parse: (typed) => typed, format: (value) => value };

/** A request header. */
export const header: OptionKind<HeaderPair> = { parse: parseHeader, format: ([name, value]) => `${name}: ${value}` };

/** User name and password; the help never shows them. */
export const credentials: OptionKind<Credentials> = {
  parse: parseCredentials,
  format: ({ username }) => `${username}:…`,
};

function durationAsTyped(ms: number): string {
  if (ms % 60_000 === 0 && ms > 60_000) return `${ms / 60_000}m`;
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

function sizeAsTyped(bytes: number): string {
  return bytes % 2 ** 20 === 0 ? `${bytes / 2 ** 20}MiB` : `${bytes}`;
}
