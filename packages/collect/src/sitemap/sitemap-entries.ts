import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";

import type { Fetcher } from "../fetcher.ts";
import type { Follower } from "../follow/follower.ts";
import { hostOf, normalizeUrl } from "../normalize-url.ts";
import type { BadLine, EntrySource } from "../sources.ts";
import { type SitemapItem, SitemapParser } from "./sitemap-parser.ts";

/** Sitemaps read because of one: an index may lead to others without an end. */
const mostSitemaps = 50_000;
/** Indexes within indexes. */
const deepestIndex = 5;

/** What reading a sitemap needs. */
export interface SitemapParts {
  readonly url: string;
  readonly fetcher: Fetcher;
  readonly follower: Follower;
  readonly onBadLine: (line: BadLine) => void;
}

/** The entries of a sitemap and of those that it leads to, read as streams, whatever their size. */
export function entriesOfSitemap({ url, fetcher, follower, onBadLine }: SitemapParts): EntrySource {
  return async (emit) => {
    const known = new Set([url]);
    const waiting = [{ sitemap: url, depth: 0 }];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { sitemap, depth } = next;
      const take = async (items: readonly SitemapItem[]): Promise<void> => {
        const pages = items.filter(({ isSitemap }) => !isSitemap).map((item) => item.url);
        await emit(follower.entriesOfSitemap(pages, sitemap));
        for (const item of items) {
          const target = item.isSitemap && depth < deepestIndex ? targetOf(item.url, sitemap) : undefined;
          if (target === undefined || known.has(target) || known.size >= mostSitemaps) continue;
          known.add(target);
          waiting.push({ sitemap: target, depth: depth + 1 });
        }
      };
      const trusted = hostOf(sitemap) === hostOf(url);
      const problem = await readSitemap(fetcher, sitemap, trusted, take);
      if (problem !== undefined) onBadLine({ list: sitemap, number: 0, text: "", message: problem });
    }
  };
}

/** Returns what was wrong, if anything was; what could be read was taken. */
async function readSitemap(
  fetcher: Fetcher,
  url: string,
  trusted: boolean,
  take: (items: readonly SitemapItem[]) => Promise<void>,
): Promise<string | undefined> {
  const parser = new SitemapParser();
  try {
    const status = await fetcher.stream(url, trusted, async (body) => {
      for await (const piece of await unzipped(body)) await take(parser.push(piece));
      await take(parser.end());
    });
    return status === 200 ? undefined : `Cannot read the sitemap ${url}: the server answered ${status}`;
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    if (code === "ERR_BAEDAL_CANCELLED" || code?.startsWith("ERR_BAEDAL_STORE") === true) throw error;
    return `Cannot read the sitemap ${url}: ${message ?? String(error)}`;
  }
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
