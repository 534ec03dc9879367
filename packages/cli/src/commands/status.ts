import { failedPages, readStatus } from "@baedal/collect";
import { Command } from "commander";
import { exitCode } from "../exit-code.ts";
import { failureLine } from "../progress/failure-name.ts";
import { statusLines } from "../status/status-lines.ts";
import { refuseOrphans } from "../store/refuse-orphans.ts";
import { paintFor } from "../terminal/paint.ts";
import { writeToStdout } from "../write-to-stdout.ts";
import type { Done } from "./done.ts";

interface StatusOptions {
  readonly failed?: boolean;
  readonly json?: boolean;
}

/** `baedal status DIR`: how a collection stands. */
export function statusCommand(done: Done): Command {
  return new Command("status")
    .summary("tell how a collection stands")
    .description("Tell what is queued, done and failed in a store, by host and by error, and who is collecting there.")
    .argument("<dir>", "the directory that baedal collect was given with -o; a run may be going on there")
    .option("--failed", "list every URL that failed for good instead, and why")
    .option("--json", "as JSON; with --failed one object a line")
    .action(async (directory: string, options: StatusOptions) => {
      refuseOrphans(directory);
      await writeToStdout(options.failed === true ? failures(directory, options) : standing(directory, options));
      done(exitCode.done);
    })
    .addHelpText("after", statusHelp);
}

const statusHelp: string = `
With --failed each line is a URL, a colon and the reason: sed 's/: .*//' leaves the
URLs.

Ends with 0 whatever it finds; 2 when there is no store, or on bad usage; 4 when the
store is damaged.
`;

function standing(directory: string, { json }: StatusOptions): string[] {
  const status = readStatus(directory);
  if (json === true) return [`${JSON.stringify(status)}\n`];
  const columns = process.stdout.columns ?? 100;
  return [`${statusLines(directory, status, { columns, paint: paintFor(process.stdout) }).join("\n")}\n`];
}

function* failures(directory: string, { json }: StatusOptions): Generator<string> {
  for (const page of failedPages(directory)) {
    yield json === true ? `${JSON.stringify(page)}\n` : `${failureLine(page.url, page.error)}\n`;
  }
}
