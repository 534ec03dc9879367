import { Worker } from "node:worker_threads";
import type { FetchedPage } from "./sequential-worker.ts";

/** What the caller of `collectOneAfterAnother` gives besides the URLs. */
export interface SequentialOptions {
  /** Called after each page. */
  readonly onPage: (page: FetchedPage) => void;
  /** Ends the worker wherever it stands. */
  readonly signal: AbortSignal;
}

/**
 * Fetches URLs one after another with a blocking session, as `requests` does in Python, in a thread of its own.
 *
 * @throws the signal's reason when it is aborted; whatever the session throws.
 */
export async function collectOneAfterAnother(
  urls: readonly string[],
  { onPage, signal }: SequentialOptions,
): Promise<FetchedPage[]> {
  const pages: FetchedPage[] = [];
  const worker = new Worker(new URL(import.meta.resolve("./sequential-worker.js")), { workerData: urls, execArgv: [] });
  worker.on("message", (page: FetchedPage) => {
    pages.push(page);
    onPage(page);
  });
  const stop = (): void => void worker.terminate();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await new Promise<void>((resolve, reject) => worker.once("error", reject).once("exit", () => resolve()));
  } finally {
    signal.removeEventListener("abort", stop);
  }
  signal.throwIfAborted();
  return pages;
}
