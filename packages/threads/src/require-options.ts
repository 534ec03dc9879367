import { describeValue } from "./describe-value.ts";

/** Options as they are to be. */
interface OptionsRule {
  /** What takes them, such as `close()`. */
  readonly what: string;
  readonly names: readonly string[];
  readonly example: string;
}

/**
 * Refuses what is no object, and an option that does not exist: a misspelt limit would silently be none.
 *
 * @throws TypeError
 */
export function requireOptions(options: unknown, { what, names, example }: OptionsRule): asserts options is object {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new TypeError(`${what} takes options such as ${example}, not ${describeValue(options)}`);
  }
  for (const name in options) {
    if (!names.includes(name)) {
      throw new TypeError(`${what} has no option ${JSON.stringify(name)}; it has ${names.join(", ")}`);
    }
  }
}
