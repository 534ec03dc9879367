import { Worker } from "node:worker_threads";
import type { Chunks } from "./chunks.ts";
import type { RecordingConfig } from "./recording-config.ts";

/** What the companion thread is given. */
export interface CompanionData {
  readonly chunks: Chunks;
  readonly config: RecordingConfig;
}

/** Starts the thread that takes events away; it never keeps the program alive. */
export async function startCompanion(chunks: Chunks, config: RecordingConfig): Promise<void> {
  const workerData: CompanionData = { chunks, config };
  const companion = new Worker(new URL("./companion.js", import.meta.url), {
    workerData,
    execArgv: [],
    name: "baedal",
  });
  companion.on("error", (error) => console.error("baedal: the recording ended early:", error));
  companion.unref(); // after the listeners, for they count
}
