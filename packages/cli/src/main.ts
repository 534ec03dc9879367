import { type Command, CommanderError } from "commander";
import { endQuietlyWhenOutputCloses } from "./closed-output.ts";
import { describeError } from "./describe-error.ts";
import { exitCode } from "./exit-code.ts";
import { exitCodeOf } from "./exit-code-of.ts";
import { createProgram } from "./program.ts";
import { exitHard } from "./terminal/hard-exit.ts";

/**
 * Runs the `baedal` command and resolves with its exit code; whatever goes wrong is told on stderr.
 *
 * @param args - What stands after `baedal` on the command line.
 */
export async function main(args: readonly string[]): Promise<number> {
  const code = await perform(args);
  exitHard(code);
  return code;
}

async function perform(args: readonly string[]): Promise<number> {
  endQuietlyWhenOutputCloses();
  let ended: number = exitCode.done;
  const program = await createProgram((code) => (ended = code), args);
  try {
    if (args.length === 0) program.help({ error: true });
    await program.parseAsync(isHelpForNothing(args, program) ? args.slice(1) : args, { from: "user" });
    return ended;
  } catch (error) {
    if (error instanceof CommanderError) return commanderEnded(error, program, args);
    process.stderr.write(`baedal: ${describeError(error)}\n`);
    return exitCodeOf(error);
  }
}

/** For a command that there is none of, commander would show the help of all, as if that had been asked for. */
function isHelpForNothing([first, name = "-"]: readonly string[], program: Command): boolean {
  return first === "help" && !name.startsWith("-") && !program.commands.some((one) => one.name() === name);
}

/** commander ends by throwing, also after it has shown the help or the version asked for. */
function commanderEnded(error: CommanderError, program: Command, args: readonly string[]): number {
  if (error.exitCode === 0) return exitCode.done;
  if (error.code === "commander.help") return exitCode.usage;
  const lines = error.message.replace(/^error: /, "").split("\n");
  process.stderr.write(`baedal: ${lines.join("\n  ")}\n  See ${helpFor(program, args)}\n`);
  return exitCode.usage;
}

function helpFor(program: Command, args: readonly string[]): string {
  const command = program.commands.find((one) => args.includes(one.name()));
  return command === undefined ? "baedal --help" : `baedal ${command.name()} --help`;
}
