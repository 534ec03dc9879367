import { types } from "node:util";

/** How an error message names a value that it refuses: its type, and the value where that is short and no secret. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "number" || typeof value === "bigint") return `the ${typeof value} ${value}`;
  if (typeof value === "string") return value.length > 40 ? "a string" : `the string ${JSON.stringify(value)}`;
  if (typeof value === "function") return value.name === "" ? "a function" : `the function ${value.name}`;
  if (typeof value === "symbol") return "a symbol";
  return describeObject(value);
}

function describeObject(value: object): string {
  // Asked first, since a proxy may throw at any other question.
  if (types.isProxy(value)) return "a proxy";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (types.isPromise(value)) return "a promise";
  const name = (value as { constructor?: { name?: string } }).constructor?.name;
  return name === undefined || name === "" || name === "Object" ? "a plain object" : `an instance of ${name}`;
}
