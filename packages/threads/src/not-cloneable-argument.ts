import { NotCloneableError } from "./errors.ts";

/**
 * The error for a call whose arguments could not be posted. It names the argument, and what in it, like `.options.onProgress`.
 *
 * @param moved - what is transferred, and therefore need not be cloneable
 * @param cause - the `DataCloneError`
 */
export function notCloneableArgument(
  name: string,
  args: readonly unknown[],
  moved: readonly unknown[],
  cause: unknown,
): NotCloneableError {
  const parts = args.map((arg) => search(arg, new Set(moved), new Set()));
  const index = parts.findIndex((part) => part !== undefined);
  // All of them are fine where it is the transfer list that is not.
  if (index < 0) return new NotCloneableError(name, `${transferTrouble(moved)} of ${name}`, cause);
  const part = parts[index] === "" ? "" : ` (at ${parts[index]})`;
  return new NotCloneableError(name, `Argument ${index + 1} of ${name}${part}`, cause);
}

function transferTrouble(moved: readonly unknown[]): string {
  const twice = moved.some((part) => part instanceof ArrayBuffer && part.detached);
  return twice ? "A buffer that was moved before, in the transfer list" : "The transfer list";
}

/** The path to what cannot be cloned; `""` is the value itself. */
function search(value: unknown, moved: ReadonlySet<unknown>, seen: Set<unknown>): string | undefined {
  if (moved.has(value) || seen.has(value)) return undefined;
  if (!isContainer(value)) return isCloneable(value, moved) ? undefined : "";
  seen.add(value);
  for (const [key, part] of Object.entries(value)) {
    const found = search(part, moved, seen);
    if (found !== undefined) return (Array.isArray(value) ? `[${key}]` : `.${key}`) + found;
  }
  return undefined;
}

/** Only what is cloned property by property. */
function isContainer(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
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
