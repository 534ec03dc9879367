import { Command } from "commander";
import { count, duration, someTime } from "../options/option-kind.ts";
import { chooseProgram } from "../top/choose-program.ts";
import { showTop } from "../top/show-top.ts";
import type { Done } from "./done.ts";

interface TopCommandOptions {
  readonly interval: string;
  readonly timeout: string;
}

/** `baedal top [PID]`: the tasks of a running program, live. */
export function topCommand(done: Done): Command {
  return new Command("top")
    .summary("watch the tasks of a running program")
    .description("Watch the tasks of a running program in the terminal, with what hurts first.")
    .argument("[pid]", "the process; without one, the only Node program there is")
    .option("--interval <time>", "time between two looks", "1s")
    .option("--timeout <time>", "how long its main thread may take to answer at first", "5s")
    .action(async (typed: string | undefined, { interval, timeout }: TopCommandOptions) => {
      const options = {
        interval: duration.parse(interval, "--interval"),
        patience: someTime.parse(timeout, "--timeout"),
      };
      done(await showTop(typed === undefined ? chooseProgram() : count.parse(typed, "[pid]"), options));
    })
    .addHelpText("after", topHelp);
}

const topHelp: string = `
Among siblings first stands who computes, then who was asked to stop and lives on, then
who has waited longest; tasks that stand alike are one line. The times are those since
top looked first, for a program that nobody watches does not note them.

Keys: arrows, page up and page down scroll, space pauses, q ends. Without a terminal it
prints once. It asks as baedal ps does, and opens and closes the inspector like that.

Ends with 0 when it was ended or the program has; else as baedal ps does.
`;
