import { Command } from "commander";
import { parseRunArguments } from "../run/parse-run-arguments.ts";
import { runScript } from "../run/run-script.ts";
import type { Done } from "./done.ts";

/**
 * `baedal run SCRIPT`: a program, and what happened in it.
 *
 * @param typed - the whole command line: most of what follows `run` is the script's, so commander must not judge it
 */
export function runCommand(done: Done, typed: readonly string[]): Command {
  return new Command("run")
    .summary("run a script and see what its tasks do")
    .description("Run a script in a Node of its own; write what its tasks did, or show it while it happens.")
    .usage("script.ts [args...] [--trace FILE] [--inspect] [--slow TIME] [--busy]")
    .argument("[words...]")
    .allowUnknownOption()
    .action(async (_words: string[], _options: unknown, self: Command) => {
      const request = parseRunArguments(typed.slice(typed.indexOf("run") + 1));
      if (request === undefined) self.help();
      else done(await runScript(request));
    })
    .configureHelp({ visibleArguments: () => [], visibleOptions: () => [] })
    .addHelpText("after", runHelp);
}

const runHelp: string = `
Options, before the script or behind it:
  --trace FILE        write what happened: .html is a page that opens in a browser,
                      .ndjson are the events, .perfetto.json is for ui.perfetto.dev
  --trace-limit SIZE  how much of it is kept on disk meanwhile; the newest stays
                      (default: 1GiB)
  --inspect[=PORT]    show a page of it on 127.0.0.1 while it happens; its address
                      stands on stderr
  --slow TIME         say on stderr what blocks the event loop for so long, while it
                      still does, such as 100ms
  --busy              let trace and page tell how long each task computes, which
                      makes every await some 0.2 µs slower
  -h, --help          show this help; behind the script it is the script's

Everything else behind the script is the script's, and so is what follows --.

Examples:
  baedal run shop.ts --trace shop.html
  baedal run --inspect server.ts --port 8080
  baedal run shop.ts -- --trace of-the-script

Input, output, signals and the exit code are the script's. The file is written also
after a crash, process.exit() or a signal. Ends with 2 before anything runs when the
script is not there or the file cannot be written; with 5 when it turns out later.
`;
