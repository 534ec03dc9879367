import type { Writable } from "node:stream";

import { OptionError } from "../errors.ts";
import type { RecordOptions } from "../records.ts";
import { csvLines } from "./export-csv.ts";
import { exportFiles } from "./export-files.ts";
import { harPieces } from "./export-har.ts";
import { jsonLines } from "./export-jsonl.ts";
import { warcRecords } from "./export-warc.ts";
import { writeTo, writeWholeFile } from "./whole-file.ts";

/** The forms in which a collection can be written. */
export type ExportFormat = "jsonl" | "csv" | "warc" | "har" | "files";

/** All of them. */
export const exportFormats: readonly ExportFormat[] = ["jsonl", "csv", "warc", "har", "files"];

/** How a collection is written. */
export interface ExportOptions extends RecordOptions {
  /**
   * `jsonl`: one record a line. `csv`: the same as a table, without headers and bodies. `warc`: a web archive, gzip by
   * record if `output` ends in `.gz`. `har`: an HTTP archive, with bodies if `body`. `files`: the bodies, in a folder.
   */
  readonly format: ExportFormat;
  /** A path, whole or absent when the export ends; or a stream, such as `process.stdout`, which is not ended. */
  readonly output: string | Writable;
  /** Ends the export early when aborted: it rejects with the reason, and leaves no file. @default none */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes what is committed in the store in `directory`; also while a run goes on.
 *
 * @throws NoStoreError there is no store; nothing is made
 * @throws StoreDamagedError a body is not what was stored; the message names its URL
 * @throws StoreWriteError the output cannot be written
 * @throws OptionError the format does not exist, or is `files` and the output a stream
 *
 * @example
 * ```ts
 * import { exportCollection } from "@baedal/collect";
 *
 * await exportCollection("out", { format: "jsonl", output: "pages.jsonl" });
 * ```
 */
export async function exportCollection(directory: string, options: ExportOptions): Promise<void> {
  const { format, output, signal } = options;
  if (!exportFormats.includes(format)) {
    throw new OptionError("format", `format must be one of ${exportFormats.join(", ")}, not ${String(format)}`);
  }
  if (format === "files") return exportFiles(directory, requireFolder(output), signal);
  const chunks = chunksOf(directory, format, options);
  if (typeof output === "string") await writeWholeFile(output, chunks, signal);
  else await writeTo(output, chunks, signal);
}

function chunksOf(
  directory: string,
  format: Exclude<ExportFormat, "files">,
  options: ExportOptions,
): Iterable<string | Uint8Array> {
  switch (format) {
    case "jsonl":
      return jsonLines(directory, options);
    case "csv":
      return csvLines(directory);
    case "har":
      return harPieces(directory, options);
    case "warc":
      return warcRecords(directory, { gzip: typeof options.output === "string" && options.output.endsWith(".gz") });
  }
}

function requireFolder(output: ExportOptions["output"]): string {
  if (typeof output === "string") return output;
  throw new OptionError("output", "files are exported into a folder, not to a stream; name one");
}
