/**
 * What goes wrong in the command itself; errors of the layers below pass through and get their exit code in `exitCodeOf`.
 *
 *     CommandError        a message for the person at the terminal, and the exit code that goes with it
 *     └── UsageError      the command line or an input cannot be used: exit code 2
 */
import { exitCode } from "./exit-code.ts";

/** Ends the command with a message and an exit code, never with a stack trace. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
  /** Stable across releases; the message is not. */
  readonly code: string;
  /** What the process ends with. */
  readonly exitCode: number;

  constructor(
    message: string,
    options: { readonly code: string; readonly exitCode: number; readonly cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.exitCode = options.exitCode;
  }
}

/** The command line, or a file it names, cannot be used. */
export class UsageError extends CommandError {
  override readonly name: string = "UsageError";

  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, { code: "ERR_BAEDAL_USAGE", exitCode: exitCode.usage, cause: options.cause });
  }
}
