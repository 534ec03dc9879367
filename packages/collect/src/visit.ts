import type { LeasedPage } from "./frontier.ts";
import type { Hop, PageTimings } from "./hop.ts";

/** A page on its way from the queue to its record: which request comes next, and what led there. */
export interface Visit {
  readonly page: LeasedPage;
  /** What the next request asks for: the page's URL, or where the redirects have led. */
  url: string;
  /** The redirects of the current attempt. */
  hops: Hop[];
  /** Of the current attempt's first request; `undefined` until a redirect has answered it. */
  opening: PageTimings | undefined;
  /** Attempts begun, those of interrupted runs included. */
  attempts: number;
  /** Attempts of this run that failed; neither a rest that the host asked for is one, nor the first stale connection. */
  failures: number;
  /** It has met a stale connection; from then on it takes new ones. */
  fresh: boolean;
  /** When the current attempt began, on the clock of `now()` and in ms since 1970; 0 before the first. */
  attemptStart: number;
  startedAt: number;
  /** What the current attempt has used of its timeout: its requests, without the waits between them. */
  spent: number;
  /** The next request may not begin before this, on the clock of `now()`. */
  notBefore: number;
}

export function newVisit(page: LeasedPage): Visit {
  return {
    page,
    url: page.url,
    hops: [],
    opening: undefined,
    attempts: page.attempts,
    failures: 0,
    fresh: false,
    attemptStart: 0,
    startedAt: 0,
    spent: 0,
    notBefore: 0,
  };
}
