/** Refuses an option that does not exist: a misspelt limit would silently be none. */
export function checkNames(options: object, known: ReadonlySet<string>, what: string): void {
  for (const name in options) {
    if (!known.has(name))
      throw new TypeError(`${what} has no option ${JSON.stringify(name)}; it has ${[...known].join(", ")}`);
  }
}

/** A whole number of at least `least`; Infinity is one. */
export function countOf(value: unknown, least: number, what: string): number {
  if (typeof value === "number" && value >= least && (Number.isInteger(value) || value === Infinity)) return value;
  throw new TypeError(`${what} must be a whole number of at least ${least}, not ${String(value)}`);
}

/** What is true or false, or not given; a word such as "no" would count as true. */
export function flagOf(value: unknown, what: string): boolean | undefined {
  if (value === undefined || typeof value === "boolean") return value;
  throw new TypeError(`${what} must be true or false, not ${value === null ? "null" : `a ${typeof value}`}`);
}

/** An array, or not given; a single value is not one. */
export function listOf<T>(value: readonly T[] | undefined, what: string, example: string): readonly T[] | undefined {
  if (value === undefined || Array.isArray(value)) return value;
  throw new TypeError(`${what} must be an array such as ${example}`);
}
