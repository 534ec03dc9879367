import { parseDuration, parseRate, parseSize } from "@baedal/collect/command-line";
import { UsageError } from "../errors.ts";
import { formatCount } from "../units/format-amount.ts";
import { parseCount } from "../units/parse-count.ts";
import { type Credentials, parseCredentials } from "../units/parse-credentials.ts";
import { type HeaderPair, parseHeader } from "../units/parse-header.ts";
import { parseUrl } from "../units/parse-url.ts";

/** How the text after a flag becomes a value, and a value becomes what the help shows as the default. */
export interface OptionKind<Value> {
  /** Throws an error that names the flag and says what would have been accepted, with exit code 2. */
  readonly parse: (typed: string, flag: string) => Value;
  /** A value as the user would type it. */
  readonly format: (value: Value) => string;
}

/** A whole number of 1 or more. */
export const count: OptionKind<number> = { parse: (typed, flag) => parseCount(typed, flag, 1), format: formatCount };

/** A whole number of 0 or more. */
export const countFromZero: OptionKind<number> = {
  parse: (typed, flag) => parseCount(typed, flag, 0),
  format: formatCount,
};

/** Milliseconds; typed as seconds, or with a unit. */
export const duration: OptionKind<number> = {
  parse: (typed, flag) => parseDuration(typed, flag, { bare: "seconds" }),
  format: (ms) => (ms > 60_000 && ms % 60_000 === 0 ? `${ms / 60_000}m` : `${ms / 1000}s`),
};

/** As `duration`, and longer than none. */
export const someTime: OptionKind<number> = { ...duration, parse: (typed, flag) => some(duration, typed, flag) };

/** Bytes. */
export const size: OptionKind<number> = {
  parse: (typed, flag) => parseSize(typed, flag),
  format: (bytes) => (bytes % 2 ** 20 === 0 ? `${bytes / 2 ** 20}MiB` : `${bytes}`),
};

/** As `size`, and more than none. */
export const someSize: OptionKind<number> = { ...size, parse: (typed, flag) => some(size, typed, flag) };

function some(kind: OptionKind<number>, typed: string, flag: string): number {
  const amount = kind.parse(typed, flag);
  if (amount > 0) return amount;
  throw new UsageError(`${flag} must be more than 0, not "${typed}"`);
}

/** Requests in a time, checked and left as it is typed: the library takes it so. */
export const rate: OptionKind<string> = {
  parse(typed, flag) {
    parseRate(typed, flag);
    return typed;
  },
  format: (typed) => typed,
};

/** Any text: a name, a path. */
export const text: OptionKind<string> = { parse: (typed) => typed, format: (value) => value };

/** Where something is written: any path. */
export const path: OptionKind<string> = {
  parse(typed, flag) {
    if (typed !== "") return typed;
    throw new UsageError(`${flag} is empty: name the place to write to`);
  },
  format: (value) => value,
};

/** One of a few words. */
export function choice<Word extends string>(words: readonly Word[]): OptionKind<Word> {
  return {
    parse(typed, flag) {
      const found = words.find((word) => word === typed);
      if (found !== undefined) return found;
      throw new UsageError(`${flag} must be ${words.slice(0, -1).join(", ")} or ${words.at(-1)}, not "${typed}"`);
    },
    format: (word) => word,
  };
}

/** A URL that can be fetched. */
export const url: OptionKind<string> = { parse: (typed) => parseUrl(typed), format: (value) => value };

/** A request header, checked and left as it is typed. */
export const headerText: OptionKind<string> = {
  parse(typed, flag) {
    parseHeader(typed, flag);
    return typed;
  },
  format: (typed) => typed,
};

/** A request header. */
export const header: OptionKind<HeaderPair> = { parse: parseHeader, format: ([name, value]) => `${name}: ${value}` };

/** User name and password; the help never shows them. */
export const credentials: OptionKind<Credentials> = {
  parse: parseCredentials,
  format: ({ username }) => `${username}:…`,
};
