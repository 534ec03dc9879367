import { exportCollection, type ExportFormat } from "@baedal/collect";
import { Command } from "commander";
import { UsageError } from "../errors.ts";
import { exitCode } from "../exit-code.ts";
import { type ExportOptions, exportOptions } from "../options/export-options.ts";
import { addOptions } from "../options/option-table.ts";
import { refuseOrphans } from "../store/refuse-orphans.ts";
import { listenForInterrupts } from "../terminal/interrupts.ts";
import type { Done } from "./done.ts";

/** The formats that have bodies where they are asked for. */
const bodied: readonly ExportFormat[] = ["jsonl", "har"];

/** `baedal export DIR`: takes the pages out of a store. */
export function exportCommand(done: Done): Command {
  const command = new Command("export")
    .summary("take the pages out of a store")
    .description("Write every finished page of a store in order of entry; what is still queued is left out.")
    .argument("<dir>", "the directory that baedal collect was given with -o; a run may be going on there")
    .action(async (directory: string, { format, body, output }: ExportOptions) => {
      if (format === "files" && output === undefined)
        throw new UsageError("files go into a folder: name one with -o DIR");
      if (body === true && !bodied.includes(format)) {
        throw new UsageError(`--body does nothing with --format ${format}; it is for ${bodied.join(" and ")}`);
      }
      refuseOrphans(directory);
      const wanted = { format, body: body === true };
      if (output !== undefined) return done(await exportTo(output, directory, wanted));
      await exportCollection(directory, { ...wanted, output: process.stdout });
      done(exitCode.done);
    });
  addOptions<ExportOptions>(command, exportOptions);
  return command.addHelpText("after", exportHelp);
}

/** Writes a file or folder; interrupted, it takes away what it has begun. */
async function exportTo(
  output: string,
  directory: string,
  wanted: { readonly format: ExportFormat; readonly body: boolean },
): Promise<number> {
  using interrupts = listenForInterrupts();
  try {
    await exportCollection(directory, { ...wanted, output, signal: interrupts.signal });
    return exitCode.done;
  } catch (error) {
    if (interrupts.exitCode !== undefined) return interrupts.exitCode;
    throw error;
  }
}

const exportHelp: string = `
Formats:
  jsonl   one JSON object a line, its keys always there
  csv     the same as a table, without headers and bodies
  warc    a web archive (WARC/1.1); gzip by record when the name ends in .gz
  har     an HTTP archive, as browsers' developer tools read it
  files   the bodies under safe names in a folder; wants -o

Examples:
  baedal export out --format jsonl -o pages.jsonl
  baedal export out --format warc -o pages.warc.gz
  baedal export out | jq -r 'select(.error == null) | .url'
  baedal export out --body | jq -r .body | head

Ends with 0 when all is written; 2 when there is no store, or on bad usage; 4 when the
store is damaged; 5 when the file cannot be written.
`;
