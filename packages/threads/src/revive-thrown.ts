import { languageErrors } from "./language-errors.ts";
import type { ErrorRecord, Thrown } from "./thrown.ts";

/** What was made so far of which record: one that stands in several places is one error again. */
type Revived = Map<Thrown, unknown>;

/** In the thread that asked: what was thrown again. */
export function reviveThrown(thrown: Thrown): unknown {
  return revive(thrown, new Map());
}

function revive(thrown: Thrown, revived: Revived): unknown {
  if (revived.has(thrown)) return revived.get(thrown);
  switch (thrown.kind) {
    case "error":
      return reviveError(thrown, revived);
    case "list":
      return reviveList(thrown, revived);
    case "value":
      return thrown.value;
    case "text":
      return thrown.text;
  }
}

function reviveList(thrown: Thrown & { kind: "list" }, revived: Revived): unknown[] {
  const items: unknown[] = [];
  revived.set(thrown, items);
  for (const item of thrown.items) items.push(revive(item, revived));
  return items;
}

function reviveError(thrown: Thrown & { kind: "error" }, revived: Revived): Error {
  const { name, stack, properties } = thrown.error;
  const error = blankError(thrown.error);
  revived.set(thrown, error);
  if (error.name !== name) hide(error, "name", name);
  hide(error, "stack", stack);
  for (const [property, enumerable, value] of properties) {
    Object.defineProperty(error, property, {
      value: revive(value, revived),
      enumerable,
      configurable: true,
      writable: true,
    });
  }
  return error;
}

function blankError({ base, name, message }: ErrorRecord): Error {
  if (base === "DOMException") return new DOMException(message, name);
  // Its errors follow with the other properties.
  if (base === "AggregateError") return new AggregateError([], message);
  const Base = languageErrors.find((known) => known.name === base) ?? Error;
  return new Base(message);
}

/** As the language defines them: there, but not listed. */
function hide(error: Error, name: "name" | "stack", value: string | undefined): void {
  Object.defineProperty(error, name, { value, enumerable: false, configurable: true, writable: true });
}
