import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";

import { now, sleep } from "baedal";

import type { FetchAnswer, Fetcher } from "../fetcher.ts";
import type { Follower } from "../follow/follower.ts";
import { headerOf } from "../judge.ts";
import { hostOf, normalizeUrl } from "../normalize-url.ts";
import { retryAfterOf } from "../retry-after.ts";
import type { PaceBook } from "../schedule/pace-book.ts";
import type { BadLine, EntrySource } from "../sources.ts";
import { type SitemapItem, SitemapParser } from "./sitemap-parser.ts";

/** Sitemaps read because of one: an index may lead to others without an end. */
const mostSitemaps = 50_000;
/** Indexes within indexes. */
const deepestIndex = 5;

/** Statuses that may be another next time. */
const passing = new Set([408, 500, 502, 503, 504]);
const firstPause = 500;

/** What reading a sitemap needs. */
export interface SitemapParts {
  readonly url: string;
  readonly fetcher: Fetcher;
  readonly follower: Follower;
  readonly paces: Pick<PaceBook, "of">;
  /** Tries after the first when a server fails or does not answer. */
  readonly retries: number;
  /** A longer rest is not waited out, in ms. */
  readonly maxRetryAfter: number;
  readonly onBadLine: (line: BadLine) => void;
}

/** The entries of a sitemap and of those that it leads to, read as streams, whatever their size. */
export function entriesOfSitemap(parts: SitemapParts): EntrySource {
  const { url, follower, onBadLine } = parts;
  const named = hostOf(url);
  return async (emit) => {
    follower.addStart(url); // links are followed from its pages as from pages given by hand
    const known = new Set([url]);
    const waiting = [{ sitemap: url, depth: 0 }];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { sitemap, depth } = next;
      const take = async (items: readonly SitemapItem[]): Promise<void> => {
        const pages = items.filter(({ isSitemap }) => !isSitemap).map((item) => item.url);
        await emit(follower.entriesOfSitemap(pages, sitemap, named));
        for (const item of items) {
          const target = item.isSitemap && depth < deepestIndex ? targetOf(item.url, sitemap) : undefined;
          if (target === undefined || known.has(target) || known.size >= mostSitemaps) continue;
          known.add(target);
          waiting.push({ sitemap: target, depth: depth + 1 });
        }
      };
      const trusted = hostOf(sitemap) === named;
      const problem = await readSitemap(parts, sitemap, trusted, take);
      if (problem !== undefined) onBadLine({ list: sitemap, number: 0, text: "", message: problem });
    }
  };
}

type Take = (items: readonly SitemapItem[]) => Promise<void>;

/** One try: what was wrong, if anything was, and whether it may be better next time. */
interface Attempt {
  readonly problem?: string;
  readonly passing?: boolean;
  /** The host wants to be left alone, for so many ms if it said so. */
  readonly rest?: { readonly length: number | undefined };
}

/**
 * Tries until it is read, or as often as pages are tried. Returns what was wrong, if anything was; what could be read was
 * taken, and may be again.
 */
async function readSitemap(
  parts: SitemapParts,
  url: string,
  trusted: boolean,
  take: Take,
): Promise<string | undefined> {
  const pace = parts.paces.of(hostOf(url));
  for (let failures = 0; ;) {
    for (let wait = pace.readyAt - now(); wait > 0; wait = pace.readyAt - now()) await sleep(wait);
    const began = now();
    pace.began(began);
    const { problem, passing: mayPass, rest } = await attempt(parts.fetcher, url, trusted, take);
    const length = rest?.length;
    if (rest !== undefined && (length ?? 0) <= parts.maxRetryAfter && pace.rest(began, now(), length)) continue;
    failures += 1;
    if (problem === undefined || mayPass !== true || failures > parts.retries) return problem;
    await sleep(Math.random() * firstPause * 2 ** failures);
  }
}

async function attempt(fetcher: Fetcher, url: string, trusted: boolean, take: Take): Promise<Attempt> {
  const parser = new SitemapParser();
  try {
    const answer = await fetcher.stream(url, trusted, async (body) => {
      for await (const piece of await unzipped(body)) await take(parser.push(piece));
      await take(parser.end());
    });
    return judged(url, answer);
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    if (code === "ERR_BAEDAL_CANCELLED" || code?.startsWith("ERR_BAEDAL_STORE") === true) throw error;
    // Errors of a request begin with it; its URL is told already.
    const why = (message ?? String(error)).replace(`GET ${url}: `, "");
    return { problem: `Cannot read the sitemap ${url}: ${why}`, passing: isOfTheWay(code) };
  }
}

function judged(url: string, answer: Pick<FetchAnswer, "status" | "headers">): Attempt {
  const { status } = answer;
  if (status === 200) return {};
  const problem = `Cannot read the sitemap ${url}: the server answered ${status}`;
  const length = retryAfterOf(headerOf(answer, "retry-after"), Date.now());
  const wantsRest = status === 429 || (status === 503 && length !== undefined);
  return { problem, passing: passing.has(status), ...(wantsRest ? { rest: { length } } : {}) };
}

/** The connection failed, or the answer broke off; what is no gzip, or too long, will be so again. */
function isOfTheWay(code: string | undefined): boolean {
  return code === "ERR_BAEDAL_CONNECT" || code === "ERR_BAEDAL_TIMEOUT" || code === "ERR_BAEDAL_PROTOCOL";
}

function targetOf(href: string, from: string): string | undefined {
  try {
    return normalizeUrl(href, from);
  } catch {
    return undefined;
  }
}

/** A sitemap that is gzip by its first bytes, whatever its headers say, as a stream of what is in it. */
async function unzipped(body: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const pieces = body[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done === true) return again([], pieces);
  const whole = again([first.value], pieces);
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) return whole;
  return pipeline(whole, createGunzip(), () => {}); // an error comes out of the loop that reads it
}

async function* again(start: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* start;
  for (let piece = await rest.next(); piece.done !== true; piece = await rest.next()) yield piece.value;
}
