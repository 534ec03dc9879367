import { run } from "baedal";
import { Collection, type Progress, readReport } from "@baedal/collect";

/** Pages of one site that are asked for at the same time: all of them. */
const perHost = 10;

/** What the caller of `collectConcurrently` gives besides the URLs. */
export interface ConcurrentOptions {
  /** Where the store is made. */
  readonly directory: string;
  /** Gives the caller a way to look at the progress. */
  readonly onStart: (progress: () => Progress) => void;
  /** Ends it at once. */
  readonly signal: AbortSignal;
}

/** What `collectConcurrently` came to. */
export interface ConcurrentResult {
  /** Milliseconds from the first request to the last answer; opening and closing the store does not count. */
  readonly took: number;
  /** Pages with a status below 400. */
  readonly good: number;
  readonly bytes: number;
}

/**
 * Collects URLs into a store, all at the same time.
 *
 * @throws the signal's reason when it is aborted; whatever stops a collection.
 */
export async function collectConcurrently(
  urls: readonly string[],
  options: ConcurrentOptions,
): Promise<ConcurrentResult> {
  const { directory, onStart, signal } = options;
  signal.throwIfAborted();
  const job = new Collection({ directory, perHost });
  job.add([...urls]);
  onStart(() => job.progress());
  signal.addEventListener("abort", () => job.stop({ immediately: true }), { once: true });
  const good = await run(() => countGood(job), { handleSignals: false });
  signal.throwIfAborted();
  return { took: fetchingTime(directory), good, bytes: job.summary?.bytes ?? 0 };
}

async function countGood(job: Collection): Promise<number> {
  let good = 0;
  for await (const page of job.run()) if (page.error === null) good += 1;
  return good;
}

/** As the store has it. */
function fetchingTime(directory: string): number {
  let began = Infinity;
  let ended = 0;
  for (const { startedMs, timings } of readReport(directory).rows) {
    began = Math.min(began, startedMs);
    ended = Math.max(ended, startedMs + (timings.done ?? 0));
  }
  return ended - began;
}
