import type { PageOutcome } from "./frontier.ts";
import type { FetchAnswer } from "./fetcher.ts";
import type { Hop, PageTimings } from "./hop.ts";
import { noTimings } from "./page.ts";
import type { PageError } from "./page-error.ts";
import type { Visit } from "./visit.ts";
import { RobotsUnavailable } from "./robots/robots-unavailable.ts";

/** The end of a visit. */
export interface VisitEnd {
  readonly visit: Visit;
  /** The last answer; `undefined` when the last request got none. */
  readonly answer: FetchAnswer | undefined;
  readonly error: PageError | null;
  /** Timings of the attempt, see `attemptTimings`. */
  readonly timings: PageTimings;
  readonly data: unknown;
  /** In ms since 1970. */
  readonly fetchedAt: number;
}

/** The record of a finished visit. */
export function outcomeOf(end: VisitEnd): PageOutcome {
  const { visit, answer, error } = end;
  const hops = answer === undefined ? visit.hops : [...visit.hops, hopOf(visit.url, answer, end.fetchedAt)];
  return {
    failed: error !== null && !isForgiven(visit, error, answer?.status),
    finalUrl: hops.length === 0 ? null : visit.url,
    status: answer?.status ?? null,
    hops: hops.length === 0 ? null : JSON.stringify(hops),
    startedAt: visit.startedAt === 0 ? end.fetchedAt : visit.startedAt,
    fetchedAt: end.fetchedAt,
    attempts: visit.attempts,
    timings: visit.attempts === 0 ? null : JSON.stringify(end.timings),
    body: answer === undefined || answer.bodiless === true ? null : answer.body,
    errorCode: error?.code ?? null,
    errorMessage: error?.message ?? null,
    data: end.data === null || end.data === undefined ? null : JSON.stringify(end.data),
  };
}

/** What a redirect or the last answer leaves in the record; `endedAt` is in ms since 1970. */
export function hopOf(url: string, answer: FetchAnswer, endedAt: number): Hop {
  const { status, reason, version, headers, requestHeaders, timings } = answer;
  return { url, status, reason, version, headers, requestHeaders, startedAt: endedAt - (timings.done ?? 0), endedAt };
}

/** The requests of an attempt: the first, and the last, which began `offset` ms after it; equal without redirects. */
export interface AttemptSpan {
  readonly first: PageTimings | undefined;
  readonly last: PageTimings | undefined;
  readonly offset: number;
}

/**
 * The timings of a whole attempt, counted from its beginning. Until its first request was sent they are that one's:
 * from there on somebody is waited for, be it along redirects, until the last answer begins.
 */
export function attemptTimings({ first, last, offset }: AttemptSpan, done: number): PageTimings {
  const { queued, dns, connect, tls, sent } = first ?? noTimings;
  const shift = (time: number | null | undefined): number | null => (typeof time === "number" ? time + offset : null);
  return { queued, dns, connect, tls, sent, firstByte: shift(last?.firstByte), done: shift(last?.done) ?? done };
}

/** Links rot, and robots.txt forbids many: neither makes a run that follows links a failure. */
function isForgiven(visit: Visit, error: PageError, status: number | undefined): boolean {
  if (visit.page.origin === "given") return false;
  if (error.code === "ERR_BAEDAL_ROBOTS") return !(error instanceof RobotsUnavailable);
  if (error.code === "ERR_BAEDAL_GUARD") return true;
  return error.code === "ERR_BAEDAL_STATUS" && (status === 404 || status === 410);
}
