import { describeError } from "../describe-error.ts";
import { exitCodeOf } from "../exit-code-of.ts";

/**
 * Tells of an error that ends the command as the last of the objects that `jsonView` writes, its `event` being `error`.
 *
 * @returns the exit code
 */
export function tellAsJson(error: unknown, write: (text: string) => void): number {
  const exitCode = exitCodeOf(error);
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  write(`${JSON.stringify({ event: "error", code, message: describeError(error), exitCode })}\n`);
  return exitCode;
}
