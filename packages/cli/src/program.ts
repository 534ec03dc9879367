import { Command } from "commander";
import type { Done } from "./commands/done.ts";
import { paintFor } from "./terminal/paint.ts";
import { readVersion } from "./version.ts";

type Load = (done: Done, typed: readonly string[]) => Promise<Command>;

/** In the order of the help. Each brings much of the libraries along, so none is loaded that is not asked for. */
const commands: Readonly<Record<string, Load>> = {
  collect: async (done) => (await import("./commands/collect.ts")).collectCommand(done),
  status: async (done) => (await import("./commands/status.ts")).statusCommand(done),
  export: async (done) => (await import("./commands/export.ts")).exportCommand(done),
  report: async (done) => (await import("./commands/report.ts")).reportCommand(done),
  get: async (done) => (await import("./commands/get.ts")).getCommand(done),
  ps: async (done) => (await import("./commands/ps.ts")).psCommand(done),
  top: async (done) => (await import("./commands/top.ts")).topCommand(done),
  demo: async (done) => (await import("./commands/demo.ts")).demoCommand(done),
  run: async (done, typed) => (await import("./commands/run.ts")).runCommand(done, typed),
};

/**
 * The command line for what was typed; each command hands its exit code to `done`. It knows the command that was typed
 * first, or all of them where none was: for the help, and to name the nearest to a wrong one.
 */
export async function createProgram(done: Done, typed: readonly string[]): Promise<Command> {
  const program = new Command("baedal")
    .description("Collect web pages concurrently, politely and durably, and see where the time went.")
    .version(readVersion(), "-V, --version", "show the version")
    .helpCommand("help [command]", "show the help of a command")
    .addHelpText("after", programHelp);
  const [first = ""] = typed;
  const wanted = Object.hasOwn(commands, first) ? [first] : isAboutItself(first) ? [] : Object.keys(commands);
  for (const name of wanted) {
    const command = prepared(await (commands[name] as Load)(done, typed)); // it is a key of them
    // A script has a --help of its own.
    program.addCommand(name === "run" ? command.helpOption(false) : command);
  }
  return prepared(program);
}

function isAboutItself(option: string): boolean {
  return option === "-V" || option === "--version";
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
