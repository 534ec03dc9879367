import { run } from "baedal";
import { Collection, type CollectionOptions, type Page } from "@baedal/collect";
import { UsageError } from "../errors.ts";
import type { CollectOptions } from "../options/collect-options.ts";
import type { CollectView } from "../progress/collect-view.ts";
import { type Interrupts, listenForInterrupts } from "../terminal/interrupts.ts";
import { parseUrl } from "../units/parse-url.ts";
import { chooseView } from "./choose-view.ts";
import { FailureList } from "./failure-list.ts";

/** Collects what the command line asks for and returns the exit code. */
export async function collect(urls: readonly string[], options: CollectOptions): Promise<number> {
  const { output } = options;
  if (output === undefined) throw new UsageError("nowhere to keep the pages: name a directory with -o DIR");
  if (urls.length === 0 && options.input === undefined) {
    throw new UsageError("nothing to collect: give URLs, or a list of them with -i FILE (-i - reads stdin)");
  }
  const job = new Collection(libraryOptions(output, options));
  job.add(urls.map(parseUrl));
  for (const list of options.input ?? []) job.addList(list === "-" ? process.stdin : list);
  try {
    return await watched(job, output, chooseView(`collecting into ${output}`, options));
  } finally {
    // A pipe that nobody closes would hold the process.
    if (options.input?.includes("-") === true) process.stdin.destroy();
  }
}

/** What the library takes has the same names and units; what is only shown stays here. */
function libraryOptions(directory: string, options: CollectOptions): CollectionOptions {
  const { input: _input, output: _output, json: _json, quiet: _quiet, ...fetching } = options;
  return { directory, ...fetching };
}

async function watched(job: Collection, directory: string, view: CollectView): Promise<number> {
  using interrupts = listenForInterrupts();
  interrupts.signal.addEventListener("abort", () => {
    job.stop();
    view.stopping();
  });
  job.onBadLine(({ list, number, message }) => view.problem(`${list}:${number}: ${message}`));
  const timer = setInterval(() => view.update(job.progress()), view.interval);
  try {
    const failures = await run(() => collectPages(job, view), { handleSignals: false });
    return finish(job, failures, { directory, view, interrupts });
  } catch (error) {
    view.abandon();
    throw error;
  } finally {
    clearInterval(timer);
  }
}

async function collectPages(job: Collection, view: CollectView): Promise<FailureList> {
  const failures = new FailureList();
  for await (const page of job.run()) {
    failures.take(page);
    view.page(page, await lengthOf(page));
  }
  return failures;
}

async function lengthOf(page: Page): Promise<number> {
  return (await page.bytes()).length;
}

interface Ending {
  readonly directory: string;
  readonly view: CollectView;
  readonly interrupts: Interrupts;
}

function finish(job: Collection, failures: FailureList, { directory, view, interrupts }: Ending): number {
  const { summary } = job;
  // A run that ended without an error has a summary.
  if (summary === undefined) throw new Error("The run ended without a summary");
  const exitCode = interrupts.exitCode ?? summary.exitCode;
  view.finish({ summary, failed: failures.count, failures: failures.first, directory, exitCode });
  return exitCode;
}
