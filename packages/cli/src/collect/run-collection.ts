import { run } from "baedal";
import { Collection, type Page, type Summary } from "@baedal/collect";
import { inCommandWords } from "../command-words.ts";
import type { CollectView } from "../progress/collect-view.ts";
import { needHardExit } from "../terminal/hard-exit.ts";
import type { Interrupts } from "../terminal/interrupts.ts";
import type { CollectRequest } from "./collect-request.ts";
import { FailureList } from "./failure-list.ts";

/** How a collection is watched while it runs. */
export interface Watching {
  readonly view: CollectView;
  readonly interrupts: Interrupts;
}

/** What a run came to. */
export interface RunResult {
  readonly summary: Summary;
  readonly failures: FailureList;
}

/**
 * Runs a collection to its end, or to the first Ctrl-C and what was in flight then, and shows it meanwhile.
 *
 * @throws what `@baedal/collect` throws
 */
export async function runCollection(request: CollectRequest, { view, interrupts }: Watching): Promise<RunResult> {
  const job = new Collection(request.library);
  if (request.urls.length > 0) job.add([...request.urls]);
  for (const list of request.lists) job.addList(list === "-" ? process.stdin : list);
  job.onBadLine(({ list, number, message }) => {
    const reason = inCommandWords(message);
    view.problem(number === 0 ? reason : `${list}:${number}: ${reason}`);
  });
  const stop = (): void => {
    job.stop();
    view.stopping();
  };
  interrupts.signal.addEventListener("abort", stop);
  const timer = setInterval(() => view.update(job.progress()), view.interval);
  try {
    const failures = await run(() => collectPages(job, view), { handleSignals: false });
    return { summary: summaryOf(job), failures };
  } catch (error) {
    view.abandon();
    throw error;
  } finally {
    if (job.stuckThreads > 0) leaveThreadsBehind(job.stuckThreads, view);
    clearInterval(timer);
    interrupts.signal.removeEventListener("abort", stop);
    // A pipe that nobody closes would hold the process.
    if (request.lists.includes("-")) process.stdin.destroy();
  }
}

/** Whatever comes of the run, the command ends. */
function leaveThreadsBehind(threads: number, view: CollectView): void {
  needHardExit();
  view.problem(
    `the handler could not be interrupted on ${threads === 1 ? "a thread" : `${threads} threads`}, being in a builtin or native code; the store is whole, and the process ends without waiting for it`,
  );
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

function summaryOf({ summary }: Collection): Summary {
  if (summary === undefined) throw new Error("A run that ended without an error has a summary");
  return summary;
}
