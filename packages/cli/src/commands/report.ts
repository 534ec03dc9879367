import { Command, Option } from "commander";
import { exitCode } from "../exit-code.ts";
import { path } from "../options/option-kind.ts";
import { writeReport } from "../report/write-report.ts";
import type { Done } from "./done.ts";

interface ReportOptions {
  readonly output: string;
}

/** `baedal report DIR`: where the time went. */
export function reportCommand(done: Done): Command {
  return new Command("report")
    .summary("draw where the time went, as a web page")
    .description("Draw a finished, interrupted or running collection as one HTML file that needs nothing else.")
    .argument("<dir>", "the directory that baedal collect was given with -o")
    .addOption(
      new Option("-o, --output <file>", "the file to write, whole or absent")
        .default("report.html")
        .argParser((typed) => path.parse(typed, "--output")),
    )
    .action(async (directory: string, { output }: ReportOptions) => {
      await writeReport(output, directory);
      process.stderr.write(`${output}: open it in a browser\n`);
      done(exitCode.done);
    })
    .addHelpText("after", reportHelp);
}

const reportHelp: string = `
Ends with 0 when it is written; 2 when there is no store, or on bad usage; 4 when the
store is damaged; 5 when the file cannot be written.
`;
