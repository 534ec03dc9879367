import type { ExportFormat } from "@baedal/collect";
import { UsageError } from "../errors.ts";
import { type OptionKind, text } from "./option-kind.ts";
import type { OptionTable } from "./option-table.ts";

/** What `baedal export` takes. */
export interface ExportOptions {
  readonly format: ExportFormat;
  readonly output?: string;
  readonly body?: boolean;
}

const formats: readonly ExportFormat[] = ["jsonl"];

const format: OptionKind<ExportFormat> = {
  parse(typed, flag) {
    const found = formats.find((one) => one === typed);
    if (found !== undefined) return found;
    throw new UsageError(`${flag} must be ${formats.join(", ")}, not "${typed}"`);
  },
  format: (value) => value,
};

const result = "The result:";

/** The options of `baedal export`, in the order of its help. */
export const exportOptions: OptionTable<ExportOptions> = {
  format: {
    flags: "--format <format>",
    kind: format,
    default: "jsonl",
    group: result,
    help: "jsonl: one JSON object a line, its keys always there",
  },
  output: {
    flags: "-o, --output <file>",
    kind: text,
    group: result,
    help: "write a file, which is whole or absent, instead of stdout",
  },
  body: {
    flags: "--body",
    kind: "switch",
    group: result,
    help: 'add the bodies: text, or base64 with "bodyEncoding": "base64"',
  },
};
