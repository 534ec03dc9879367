import { CommandError, UsageError } from "../errors.ts";
import { exitCode } from "../exit-code.ts";

/** The process is there and might be asked another time, or by somebody else. */
export function cannotAttach(message: string, options: { readonly cause?: unknown } = {}): CommandError {
  return new CommandError(message, { code: "ERR_BAEDAL_ATTACH", exitCode: exitCode.failures, ...options });
}

/** There is nothing to ask: no such process, or none that Baedal is in. */
export function noTarget(message: string): UsageError {
  return new UsageError(message);
}
