import type { FetchAnswer } from "./fetcher.ts";
import type { PageTimings } from "./hop.ts";
import type { PageError } from "./page-error.ts";

/** Header values by lower-case name; an array where the header was repeated. */
export type PageHeaders = Readonly<Record<string, string | readonly string[]>>;

/** A page that this run has finished: fetched, or failed for good. */
export interface Page {
  /** As asked for, normalised. */
  readonly url: string;
  /** Where the redirects led; `null` when nothing ever answered. */
  readonly finalUrl: string | null;
  readonly status: number | null;
  readonly headers: PageHeaders | null;
  /** Of the last attempt, in ms since it began, its redirects included. */
  readonly timings: PageTimings;
  /** Links away from a URL given by hand. */
  readonly depth: number;
  /** What was extracted from it. */
  readonly data: unknown;
  /** What went wrong with it; `null` when nothing did. */
  readonly error: PageError | null;
  /** It counts as a failure. A linked page that is gone, or that robots.txt forbids, has an error and is none. */
  readonly failed: boolean;
  readonly attempts: number;
  /** The decoded body; empty when there is none. */
  bytes(): Promise<Uint8Array>;
  /** The body as text by its charset: BOM, header, `<meta>`, else UTF-8. */
  text(): Promise<string>;
}

/** What a page is made of. */
export interface PageParts {
  readonly url: string;
  readonly finalUrl: string | null;
  readonly depth: number;
  readonly attempts: number;
  readonly timings: PageTimings;
  readonly error: PageError | null;
  /** @default false */
  readonly failed?: boolean;
  readonly answer: FetchAnswer | undefined;
}

export const noTimings: PageTimings = {
  queued: null,
  dns: null,
  connect: null,
  tls: null,
  sent: null,
  firstByte: null,
  done: null,
};

/** The page that a run hands to its caller. */
export class FetchedPage implements Page {
  readonly url: string;
  readonly finalUrl: string | null;
  readonly status: number | null;
  readonly timings: PageTimings;
  readonly depth: number;
  readonly data: unknown;
  readonly error: PageError | null;
  readonly failed: boolean;
  readonly attempts: number;
  readonly #answer: FetchAnswer | undefined;
  #headers: PageHeaders | undefined;

  constructor(parts: PageParts, data: unknown = null) {
    this.url = parts.url;
    this.finalUrl = parts.finalUrl;
    this.status = parts.answer?.status ?? null;
    this.timings = parts.timings;
    this.depth = parts.depth;
    this.data = data;
    this.error = parts.error;
    this.failed = parts.failed ?? false;
    this.attempts = parts.attempts;
    this.#answer = parts.answer;
  }

  get headers(): PageHeaders | null {
    if (this.#answer === undefined) return null;
    return (this.#headers ??= pageHeaders(this.#answer.headers));
  }

  async bytes(): Promise<Uint8Array> {
    return this.#answer?.body ?? new Uint8Array();
  }

  async text(): Promise<string> {
    return (await this.#answer?.text()) ?? "";
  }
}

/** Groups header pairs by their lower-case names. */
export function pageHeaders(pairs: readonly (readonly [name: string, value: string])[]): PageHeaders {
  const headers: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    const before = headers[key];
    if (before === undefined) headers[key] = value;
    else if (typeof before === "string") headers[key] = [before, value];
    else before.push(value);
  }
  return headers;
}
