import { Command } from "commander";
import { collectCommand } from "./commands/collect.ts";
import { demoCommand } from "./commands/demo.ts";
import type { Done } from "./commands/done.ts";
import { exportCommand } from "./commands/export.ts";
import { getCommand } from "./commands/get.ts";
import { psCommand } from "./commands/ps.ts";
import { reportCommand } from "./commands/report.ts";
import { runCommand } from "./commands/run.ts";
import { statusCommand } from "./commands/status.ts";
import { topCommand } from "./commands/top.ts";
import { paintFor } from "./terminal/paint.ts";
import { readVersion } from "./version.ts";

/** The whole command line, for what was typed; each command hands its exit code to `done`. */
export function createProgram(done: Done, typed: readonly string[]): Command {
  const program = new Command("baedal")
    .description("Collect web pages concurrently, politely and durably, and see where the time went.")
    .version(readVersion(), "-V, --version", "show the version")
    .helpCommand("help [command]", "show the help of a command")
    .addHelpText("after", programHelp);
  const commands = [
    collectCommand,
    statusCommand,
    exportCommand,
    reportCommand,
    getCommand,
    psCommand,
    topCommand,
    demoCommand,
  ];
  for (const make of commands) program.addCommand(prepared(make(done)));
  // Its script has a --help of its own.
  program.addCommand(prepared(runCommand(done, typed)).helpOption(false));
  return prepared(program);
}

/** Makes a command throw instead of ending the process, and leaves the wording of errors to `main`. */
function prepared(command: Command): Command {
  return command
    .helpOption("-h, --help", "show this help")
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .configureHelp({ styleTitle: (title) => paintFor(process.stdout)("bold", title) })
    .allowExcessArguments(false);
}

const programHelp: string = `
Start here:
  baedal demo                                              see it work, in 15 seconds
  baedal collect -i urls.txt -o out                        fetch a list
  baedal export out --format jsonl -o pages.jsonl          take the pages out
  baedal report out                                        see where the time went
  baedal run script.ts --trace out.html                    see what its tasks did
  baedal ps PID                                            see what a running program waits for
  baedal collect --help                                    everything else

Ends with 0 when all is done, 1 when some URLs failed for good, 2 on bad usage or
input, 3 when a budget stopped it, 4 when the store is locked or damaged, 5 when
the disk failed, 130 or 143 when interrupted. Messages go to stderr, data to stdout.
`;
