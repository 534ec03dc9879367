import { describeValue } from "./describe-value.ts";

/**
 * Refuses what is no object of options, and a name that is none: a misspelt limit would silently be no limit.
 *
 * @param caller - the function that takes them, such as `gather()`
 * @throws TypeError
 */
export function requireOptions(options: unknown, caller: string, known: ReadonlySet<string>): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`The options of ${caller} must be an object, not ${describeValue(options)}; ${offered(known)}`);
  }
  for (const name in options) {
    if (!known.has(name)) throw new TypeError(`${caller} has no option ${JSON.stringify(name)}; ${offered(known)}`);
  }
}

function offered(known: ReadonlySet<string>): string {
  return `it takes ${[...known].join(", ")}`;
}
