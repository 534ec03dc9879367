import { types } from "node:util";
import { NotCloneableError } from "./errors.ts";

/**
 * The error for a call whose arguments could not be posted. It names the argument, and what in it, like `.options.onProgress`.
 *
 * @param moved - what is transferred, and therefore need not be cloneable
 * @param cause - the `DataCloneError`, or what a getter in the arguments threw
 */
export function notCloneableArgument(
  name: string,
  args: readonly unknown[],
  moved: readonly unknown[],
  cause: unknown,
): NotCloneableError {
  const parts = args.map((arg) => trouble(arg, new Set(moved)));
  const index = parts.findIndex((part) => part !== undefined);
  // All of them are fine where it is the transfer list that is not.
  if (index < 0) return new NotCloneableError(name, `${transferTrouble(moved)} of ${name}`, cause, transferAdvice);
  const part = parts[index] === "" ? "" : ` (at ${parts[index]})`;
  return new NotCloneableError(name, `Argument ${index + 1} of ${name}${part}`, cause);
}

const transferAdvice = "list each buffer, port or stream in the arguments once, and no other objects";

function transferTrouble(moved: readonly unknown[]): string {
  const twice = moved.some((part) => part instanceof ArrayBuffer && part.detached);
  return twice ? "A buffer that was moved before, in the transfer list" : "The transfer list";
}

/** The path to what cannot be cloned in an argument; `""` is the argument itself. */
function trouble(arg: unknown, moved: ReadonlySet<unknown>): string | undefined {
  try {
    return search(() => arg, moved, new Set());
  } catch {
    // It is nested too deeply to be searched, and so to be cloned.
    return "";
  }
}

/** @param read - gives the value; a getter that throws cannot be cloned either */
function search(read: () => unknown, moved: ReadonlySet<unknown>, seen: Set<unknown>): string | undefined {
  let value: unknown;
  try {
    value = read();
  } catch {
    return "";
  }
  if (moved.has(value) || seen.has(value)) return undefined;
  if (!isContainer(value)) return isCloneable(value, moved) ? undefined : "";
  seen.add(value);
  for (const key of Object.keys(value)) {
    const found = search(() => value[key], moved, seen);
    if (found !== undefined) return (Array.isArray(value) ? `[${key}]` : `.${key}`) + found;
  }
  return undefined;
}

/** Only what is cloned property by property. */
function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  return Array.isArray(value) || Object.prototype.toString.call(value) === "[object Object]";
}

function isCloneable(value: unknown, moved: ReadonlySet<unknown>): boolean {
  if (ArrayBuffer.isView(value) && moved.has(value.buffer)) return true;
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
