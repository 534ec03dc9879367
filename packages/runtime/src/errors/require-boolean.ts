import { describeValue } from "./describe-value.ts";

/**
 * Refuses what is neither true nor false: JavaScript takes `"no"` for true.
 *
 * @param what - the value in words, such as `eager of createTask()`
 * @throws TypeError
 */
export function requireBoolean(value: unknown, what: string): asserts value is boolean {
  if (typeof value === "boolean") return;
  throw new TypeError(`${what} must be true or false, not ${describeValue(value)}`);
}
