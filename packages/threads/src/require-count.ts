import { describeValue } from "./describe-value.ts";

/**
 * Refuses what is not a number of things.
 *
 * @param most - the greatest number allowed; `Infinity` allows that too
 * @throws TypeError for what is not a number at all
 * @throws RangeError for a fraction, or a number out of bounds
 */
export function requireCount(value: unknown, what: string, least: number, most: number): asserts value is number {
  const problem = `${what} must be a whole number of at least ${least}, not ${describeValue(value)}`;
  if (typeof value !== "number" || Number.isNaN(value)) throw new TypeError(problem);
  if ((Number.isInteger(value) || value === Infinity) && value >= least && value <= most) return;
  throw new RangeError(problem);
}
