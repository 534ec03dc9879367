import { Command, Option } from "commander";
import { statSync } from "node:fs";
import { exitCode } from "../exit-code.ts";
import { path } from "../options/option-kind.ts";
import { writeReport } from "../report/write-report.ts";
import { refuseOrphans } from "../store/refuse-orphans.ts";
import { convertTrace } from "../trace/convert-trace.ts";
import type { Done } from "./done.ts";

interface ReportOptions {
  readonly output: string;
}

/** `baedal report DIR`: where the time went, in a collection or in the program of a recording. */
export function reportCommand(done: Done): Command {
  return new Command("report")
    .summary("draw where the time went, as a web page")
    .description(
      "Draw a finished, interrupted or running collection as one HTML file that needs nothing else; " +
        "or turn a recording (baedal run script.ts --trace out.ndjson) into another form.",
    )
    .argument("<dir>", "the directory that baedal collect was given with -o, or a recording")
    .addOption(
      new Option("-o, --output <file>", "the file to write, whole or absent; a recording also as .perfetto.json")
        .default("report.html")
        .argParser((typed) => path.parse(typed, "--output")),
    )
    .action(async (directory: string, { output }: ReportOptions) => {
      if (isFile(directory)) await convertTrace(directory, output);
      else {
        refuseOrphans(directory);
        await writeReport(output, directory);
      }
      process.stderr.write(`${output}: ${whereToOpen(output)}
`);
      done(exitCode.done);
    })
    .addHelpText("after", reportHelp);
}

function whereToOpen(output: string): string {
  if (output.endsWith(".ndjson")) return "one event a line";
  return output.endsWith(".json") ? "open it in https://ui.perfetto.dev" : "open it in a browser";
}

function isFile(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isFile() === true;
}

const reportHelp: string = `
Ends with 0 when it is written; 2 when there is no store, when the file is no recording
or one from a newer version, or on bad usage; 4 when the store is damaged; 5 when the
file cannot be written.
`;
