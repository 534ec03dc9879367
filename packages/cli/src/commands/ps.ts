import { Command } from "commander";
import { printTrees } from "../attach/print-trees.ts";
import { count, someTime } from "../options/option-kind.ts";
import type { Done } from "./done.ts";

interface PsOptions {
  readonly json?: boolean;
  readonly timeout: string;
}

/** `baedal ps PID`: what the tasks of a running program wait for. */
export function psCommand(done: Done): Command {
  return new Command("ps")
    .summary("print the task tree of a running program")
    .description(
      "Print the task tree of a running program, which need not have prepared anything but importing baedal.",
    )
    .argument("<pid>", "the process, as ps or pgrep gives it")
    .option("--json", "the tasks as one JSON object")
    .option("--timeout <time>", "how long its main thread may take to answer", "5s")
    .action(async (pid: string, { json = false, timeout }: PsOptions) => {
      done(await printTrees(count.parse(pid, "<pid>"), { json, patience: someTime.parse(timeout, "--timeout") }));
    })
    .addHelpText("after", psHelp);
}

const psHelp: string = `
The program is asked through Node's inspector. One that is not open is opened by the
signal SIGUSR1 and closed again; Node then prints "Debugger listening" in that
program. One that was open stays open. While the program computes it answers all the
same, and the task that computes is the one that "runs". Not on Windows.

Ends with 0 when it could look; 1 when the program does not answer, because a native
call blocks it, it handles SIGUSR1 itself, it belongs to another user, or another
process holds its port; 2 when there is no such process, it is no Node program, it
does not use baedal, or on bad usage; 130 or 143 when interrupted.
`;
