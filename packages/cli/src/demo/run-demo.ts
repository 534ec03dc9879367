import type { Progress } from "@baedal/collect";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CommandError } from "../errors.ts";
import { exitCode } from "../exit-code.ts";
import { writeReport } from "../report/write-report.ts";
import { type Interrupts, listenForInterrupts } from "../terminal/interrupts.ts";
import { paintFor } from "../terminal/paint.ts";
import { collectConcurrently, type ConcurrentResult } from "./concurrent.ts";
import { type DemoDirectory, reserveDemoDirectory } from "./demo-directory.ts";
import { phaseView } from "./phase-view.ts";
import { collectOneAfterAnother } from "./sequential.ts";
import { sequentialProgress } from "./sequential-progress.ts";
import type { FetchedPage } from "./sequential-worker.ts";
import { demoRequests } from "./sites.ts";
import { type SitesProcess, startSites } from "./sites-process.ts";
import { concurrentTitle, idealTime, introduction, outcome, sequentialTitle, type Telling } from "./story.ts";

/** How the demo is run. */
export interface DemoOptions {
  /** What it leaves behind goes there. */
  readonly directory: string;
  /** What the latencies of the sites are multiplied by. */
  readonly scale: number;
}

/** Runs the demo from its introduction to its outcome and returns the exit code. */
export async function runDemo({ directory, scale }: DemoOptions): Promise<number> {
  using place = reserveDemoDirectory(directory);
  using interrupts = listenForInterrupts(() => place[Symbol.dispose]());
  const telling: Telling = { columns: process.stdout.columns ?? 80, paint: paintFor(process.stdout), scale };
  say(introduction(telling));
  try {
    const times = await collectBothWays(place, interrupts.signal, scale);
    place.publish();
    const report = pathToFileURL(join(directory, "report.html")).href;
    say(outcome({ ...times, directory, report }, telling));
    return exitCode.done;
  } catch (error) {
    return stopped(error, interrupts);
  }
}

interface Times {
  readonly sequential: number;
  readonly concurrent: number;
}

async function collectBothWays(place: DemoDirectory, signal: AbortSignal, scale: number): Promise<Times> {
  await using sites = await startSites(scale);
  signal.throwIfAborted();
  const urls = demoRequests().map(({ site, path }) => new URL(path, sites.origins[site]).href);
  const pages = await sequentialHalf(urls, sites, signal);
  requireAll(pages.filter(({ status }) => status === 200).length, urls);
  const result = await concurrentHalf(urls, { sites, directory: place.work, signal });
  requireAll(result.good, urls);
  const times: Times = { sequential: timeOf(pages), concurrent: result.took };
  await writeReport(join(place.work, "report.html"), place.work, {
    title: "Baedal demo",
    comparison: { sequentialMs: times.sequential, concurrentMs: times.concurrent, idealMs: idealTime(scale) },
    facts: [...namesByHost(sites)].map(([host, name]) => ({ label: name, value: host })),
  });
  return times;
}

async function sequentialHalf(
  urls: readonly string[],
  sites: SitesProcess,
  signal: AbortSignal,
): Promise<FetchedPage[]> {
  const began = performance.now();
  const pages: FetchedPage[] = [];
  const progress = (elapsed: number): Progress => withNames(sequentialProgress({ urls, pages, elapsed }), sites);
  const view = phaseView(sequentialTitle(), () => progress(performance.now() - began));
  try {
    await collectOneAfterAnother(urls, { onPage: (page) => void pages.push(page), signal });
    view.end(progress(timeOf(pages)));
    return pages;
  } catch (error) {
    view.abandon();
    throw error;
  }
}

/** From the first request to the last answer. */
function timeOf(pages: readonly FetchedPage[]): number {
  return (pages.at(-1)?.done ?? 0) - (pages[0]?.began ?? 0);
}

interface ConcurrentHalf {
  readonly sites: SitesProcess;
  readonly directory: string;
  readonly signal: AbortSignal;
}

async function concurrentHalf(
  urls: readonly string[],
  { sites, directory, signal }: ConcurrentHalf,
): Promise<ConcurrentResult> {
  let progress = (): Progress => sequentialProgress({ urls, pages: [], elapsed: 0 });
  const view = phaseView(concurrentTitle(), () => withNames(progress(), sites));
  try {
    const onStart = (look: () => Progress): void => void (progress = look);
    const result = await collectConcurrently(urls, { directory, onStart, signal });
    view.end(withNames(finishedProgress(urls, result), sites));
    return result;
  } catch (error) {
    view.abandon();
    throw error;
  }
}

/** A collection that is over has no progress any more, so its last block is drawn from its result. */
function finishedProgress(urls: readonly string[], { took, bytes }: ConcurrentResult): Progress {
  const pages = urls.map((url): FetchedPage => ({ url, status: 200, bytes: 0, began: 0, done: took }));
  return { ...sequentialProgress({ urls, pages, elapsed: took }), bytes };
}

/** Ports say nothing to anybody: the hosts are shown under the names of the sites. */
function withNames(progress: Progress, sites: SitesProcess): Progress {
  const names = namesByHost(sites);
  return { ...progress, hosts: progress.hosts.map((host) => ({ ...host, host: names.get(host.host) ?? host.host })) };
}

function namesByHost(sites: SitesProcess): Map<string, string> {
  return new Map(Object.entries(sites.origins).map(([name, origin]) => [new URL(origin).host, name]));
}

function requireAll(good: number, urls: readonly string[]): void {
  if (good === urls.length) return;
  throw new CommandError(
    `The demo got ${good} of its ${urls.length} pages from its own sites; is the machine short of memory or sockets?`,
    {
      code: "ERR_BAEDAL_DEMO",
      exitCode: exitCode.failures,
    },
  );
}

function stopped(error: unknown, interrupts: Interrupts): number {
  if (interrupts.exitCode === undefined) throw error;
  process.stderr.write("Stopped; nothing is left running, and nothing was written\n");
  return interrupts.exitCode;
}

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
