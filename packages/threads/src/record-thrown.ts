import { inspect } from "node:util";
import { languageErrors } from "./language-errors.ts";
import type { RecordedProperty, Thrown } from "./thrown.ts";

/** How many errors may lie in each other: more say nothing new, and posting them would overflow the stack. */
const mostLevels = 100;
const cut: Thrown = {
  kind: "text",
  text: `more errors lie below this one, but only ${mostLevels} levels are kept`,
};

/** The records made so far, by what they are of. */
type Records = Map<unknown, Thrown>;

/** In the worker: takes apart what was thrown, as far as it can be read; never throws. */
export function recordThrown(thrown: unknown): Thrown {
  return record(thrown, 0, new Map());
}

function record(value: unknown, level: number, records: Records): Thrown {
  try {
    return records.get(value) ?? recordAnew(value, level, records);
  } catch {
    return { kind: "text", text: textOf(value) };
  }
}

function recordAnew(value: unknown, level: number, records: Records): Thrown {
  const isError = value instanceof Error;
  if (!isError && !isListWithErrors(value)) return { kind: "value", value: structuredClone(value) };
  if (level === mostLevels) return cut;
  return isError ? recordError(value, level, records) : recordList(value, level, records);
}

function isListWithErrors(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.some((item) => item instanceof Error);
}

function recordList(list: readonly unknown[], level: number, records: Records): Thrown {
  const items: Thrown[] = [];
  const recorded: Thrown = { kind: "list", items };
  records.set(list, recorded);
  for (const item of list) items.push(record(item, level + 1, records));
  return recorded;
}

function recordError(error: Error, level: number, records: Records): Thrown {
  const base = baseOf(error);
  const names = propertyNames(error);
  const properties: RecordedProperty[] = [];
  const recorded: Thrown = {
    kind: "error",
    error: {
      base,
      name: attempt(() => String(error.name)) ?? base,
      message: attempt(() => String(error.message)) ?? "(its message cannot be read)",
      stack: attempt(() => (typeof error.stack === "string" ? error.stack : undefined)),
      properties,
    },
  };
  records.set(error, recorded);
  for (const name of names) {
    const property = attempt(() => recordProperty(error, name, level, records));
    if (property !== undefined) properties.push(property);
  }
  return recorded;
}

function recordProperty(error: Error, name: string, level: number, records: Records): RecordedProperty | undefined {
  const value = record((error as unknown as Readonly<Record<string, unknown>>)[name], level + 1, records);
  // A property that cannot be cloned would only be in the way as text: a socket, a response.
  if (value.kind === "text" && name !== "cause") return undefined;
  return [name, Object.prototype.propertyIsEnumerable.call(error, name), value];
}

function baseOf(error: Error): string {
  if (error instanceof DOMException) return "DOMException";
  if (error instanceof AggregateError) return "AggregateError";
  return languageErrors.find((known) => error instanceof known)?.name ?? "Error";
}

/** A `code` may stand on the prototype. */
function propertyNames(error: Error): string[] {
  const names = new Set(Object.keys(error));
  for (const name of ["cause", "errors"]) if (Object.hasOwn(error, name)) names.add(name);
  if ("code" in error && !(error instanceof DOMException)) names.add("code");
  for (const name of ["name", "message", "stack"]) names.delete(name);
  return [...names];
}

/** The source of a function; of anything else what Node would show of it, without calling its `toString`. */
function textOf(value: unknown): string {
  const text = attempt(() =>
    typeof value === "function" ? String(value) : inspect(value, { depth: 0, customInspect: false }),
  );
  return text ?? "something that cannot be read";
}

/** What was thrown may have getters, be a proxy, or lie about its type. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
