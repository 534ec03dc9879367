// Runs in a worker thread: SyncSession blocks the thread it is used in, and the terminal has to stay alive.
import { SyncSession } from "@baedal/http/sync";
import { parentPort, workerData } from "node:worker_threads";

/** What the worker tells about each page, as soon as it has it. */
export interface FetchedPage {
  readonly url: string;
  readonly status: number;
  readonly bytes: number;
  /** Milliseconds since the first request was begun. */
  readonly began: number;
  /** Milliseconds since the first request was begun. */
  readonly done: number;
}

// The worker is started by sequential.ts alone, with a list of URLs.
const urls = workerData as readonly string[];
using session = new SyncSession();
const start = performance.now();
for (const url of urls) {
  const began = performance.now() - start;
  const response = session.get(url);
  const page: FetchedPage = {
    url,
    status: response.status,
    bytes: response.bytes.length,
    began,
    done: performance.now() - start,
  };
  parentPort?.postMessage(page);
}
