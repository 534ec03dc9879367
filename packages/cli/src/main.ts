import { CommanderError } from "commander";
import { endQuietlyWhenOutputCloses } from "./closed-output.ts";
import { describeError } from "./describe-error.ts";
import { exitCode } from "./exit-code.ts";
import { exitCodeOf } from "./exit-code-of.ts";
import { createProgram } from "./program.ts";

/**
 * Runs the `baedal` command and resolves with its exit code; whatever goes wrong is told on stderr.
 *
 * @param args - What stands after `baedal` on the command line.
 */
export async function main(args: readonly string[]): Promise<number> {
  endQuietlyWhenOutputCloses();
  let ended: number = exitCode.done;
  const program = createProgram((code) => (ended = code));
  try {
    if (args.length === 0) return help(program.helpInformation({ error: true }));
    await program.parseAsync(args, { from: "user" });
    return ended;
  } catch (error) {
    return error instanceof CommanderError ? usage(error) : failed(error);
  }
}

function help(text: string): number {
  process.stderr.write(text);
  return exitCode.usage;
}

/** commander ends by throwing, also after it has shown the help or the version asked for. */
function usage(error: CommanderError): number {
  if (error.exitCode === 0) return exitCode.done;
  const [first, ...rest] = error.message.replace(/^error: /, "").split("\n");
  process.stderr.write(
    `baedal: ${[first, ...rest.map((line) => `  ${line}`), "  baedal --help tells what there is"].join("\n")}\n`,
  );
  return exitCode.usage;
}

function failed(error: unknown): number {
  process.stderr.write(`baedal: ${describeError(error)}\n`);
  return exitCodeOf(error);
}
