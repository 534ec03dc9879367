import { type ExportFormat, exportFormats } from "@baedal/collect";
import { choice, path } from "./option-kind.ts";
import type { OptionTable } from "./option-table.ts";

/** What `baedal export` takes. */
export interface ExportOptions {
  readonly format: ExportFormat;
  readonly output?: string;
  readonly body?: boolean;
}

const result = "The result:";

/** The options of `baedal export`, in the order of its help. */
export const exportOptions: OptionTable<ExportOptions> = {
  format: {
    flags: "--format <format>",
    kind: choice(exportFormats),
    default: "jsonl",
    group: result,
    help: "see below",
  },
  output: {
    flags: "-o, --output <file>",
    kind: path,
    group: result,
    help: "write a file (for files a folder), which is whole or absent, instead of stdout",
  },
  body: {
    flags: "--body",
    kind: "switch",
    group: result,
    help: 'jsonl, har: add the bodies, as text or as base64 with "bodyEncoding": "base64"',
  },
};
