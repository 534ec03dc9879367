import type { HostProgress, Progress } from "@baedal/collect";
import type { FetchedPage } from "./sequential-worker.ts";

/** What is known while pages are fetched one after another. */
export interface SequentialState {
  /** All URLs, in the order in which they are fetched. */
  readonly urls: readonly string[];
  /** Those that are done. */
  readonly pages: readonly FetchedPage[];
  /** Milliseconds since the start. */
  readonly elapsed: number;
}

/** The figures of a collection for pages that are fetched one after another, so that both are shown alike. */
export function sequentialProgress({ urls, pages, elapsed }: SequentialState): Progress {
  const queued = urls.length - pages.length;
  const rate = elapsed > 0 ? (pages.length / elapsed) * 1000 : 0;
  return {
    phase: "running",
    total: urls.length,
    queued,
    done: pages.length,
    failed: 0,
    growing: false,
    finished: pages.length,
    bytes: pages.reduce((sum, page) => sum + page.bytes, 0),
    inFlight: Math.min(1, queued),
    rate,
    elapsed,
    remaining: rate > 0 ? (queued / rate) * 1000 : undefined,
    errors: [],
    hosts: hostsOf(urls, pages),
    slowest: undefined,
  };
}

function hostsOf(urls: readonly string[], pages: readonly FetchedPage[]): HostProgress[] {
  const current = urls[pages.length];
  const names = new Set(urls.map(hostOf));
  return [...names].map((host) => {
    const mine = pages.filter(({ url }) => hostOf(url) === host);
    const inFlight = current !== undefined && hostOf(current) === host ? 1 : 0;
    const all = urls.filter((url) => hostOf(url) === host).length;
    const bytes = mine.reduce((sum, page) => sum + page.bytes, 0);
    return { host, done: mine.length, failed: 0, bytes, inFlight, queued: all - mine.length - inFlight, resting: 0 };
  });
}

function hostOf(url: string): string {
  return new URL(url).host;
}
