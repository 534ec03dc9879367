import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Chunks } from "./chunks.ts";
import type { RecordingConfig } from "./recording-config.ts";

/** What the companion thread is given. */
export interface CompanionData {
  readonly chunks: Chunks;
  readonly config: RecordingConfig;
  /** The moment that 0 milliseconds of the main thread's clock stands for; each thread has its own. */
  readonly timeOrigin: number;
}

/** What the companion thread says: where the live page is, why there is none, or what its viewers ask for. */
export type FromCompanion =
  | { readonly url: string }
  | { readonly failed: string }
  | { readonly cancel: number }
  | { readonly viewers: number };

/**
 * Starts the thread that takes events away; it never keeps the program alive.
 *
 * @param onMessage - gets what it says
 * @returns when the live page is there, if there is to be one
 */
export async function startCompanion(
  chunks: Chunks,
  config: RecordingConfig,
  onMessage: (message: FromCompanion) => void,
): Promise<void> {
  const workerData: CompanionData = { chunks, config, timeOrigin: performance.timeOrigin };
  const file = new URL("../companion/companion.js", import.meta.url);
  const companion = new Worker(file, { workerData, execArgv: [], name: "baedal" });
  companion.on("error", (error) => console.error("baedal: the recording ended early:", error));
  companion.on("message", onMessage);
  if (config.live !== undefined) await once(companion, "message");
  companion.unref(); // after the listeners, for they count
}
