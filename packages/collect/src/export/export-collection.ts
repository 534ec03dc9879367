import type { Writable } from "node:stream";

import type { RecordOptions } from "../records.ts";
import { jsonLines } from "./export-jsonl.ts";
import { writeTo, writeWholeFile } from "./whole-file.ts";

/** The forms in which a collection can be written. */
export type ExportFormat = "jsonl";

/** How a collection is written. */
export interface ExportOptions extends RecordOptions {
  readonly format: ExportFormat;
  /** A path, whole or absent when the export ends; or a stream, such as `process.stdout`, which is not ended. */
  readonly output: string | Writable;
}

/**
 * Writes what is committed in the store in `directory`; also while a run goes on.
 *
 * @throws NoStoreError there is no store; nothing is made
 * @throws StoreDamagedError a body is not what was stored; the message names its URL
 * @throws StoreWriteError the output cannot be written
 *
 * @example
 * ```ts
 * import { exportCollection } from "@baedal/collect";
 *
 * await exportCollection("out", { format: "jsonl", output: "pages.jsonl" });
 * ```
 */
export async function exportCollection(directory: string, options: ExportOptions): Promise<void> {
  const { output } = options;
  const lines = jsonLines(directory, options);
  if (typeof output === "string") await writeWholeFile(output, lines);
  else await writeTo(output, lines);
}
