// Runs in a worker thread: SyncSession blocks the thread it is used in, and the terminal has to stay alive.
import { SyncSession } from "@baedal/http/sync";
import { parentPort, workerData } from "node:worker_threads";

/** What the worker tells about each page, as soon as it has it. */
export interface FetchedPage {
  readonly url: string;
  readonly status: number;
  readonly bytes: number;
  /** When it was asked for, in milliseconds of the worker's clock: the start of the session's own thread does not count. */
  readonly began: number;
  /** When it was there, by the same clock. */
  readonly done: number;
}

// The worker is started by sequential.ts alone, with a list of URLs.
const urls = workerData as readonly string[];
using session = new SyncSession();
for (const url of urls) {
  const { status, bytes, timings } = session.get(url);
  const done = performance.now();
  const page: FetchedPage = { url, status, bytes: bytes.length, began: done - (timings.done ?? 0), done };
  parentPort?.postMessage(page);
}
