import { inCommandWords } from "./command-words.ts";

/** An error in one or more lines for the person at the terminal; the stack only with `BAEDAL_DEBUG=1`. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `something that is no error was thrown: ${String(error)}`;
  if (process.env["BAEDAL_DEBUG"] === "1") return error.stack ?? error.message;
  if (isExpected(error)) return inCommandWords(error.message);
  return `${error.name}: ${error.message}\n  This is a defect in Baedal; run it again with BAEDAL_DEBUG=1 to see where`;
}

/** Ours carry a code, the system's too: their messages are written for people. */
function isExpected(error: Error): boolean {
  return "code" in error && typeof error.code === "string";
}
