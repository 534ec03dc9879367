import { describeValue } from "../errors/describe-value.ts";

/**
 * Refuses what is not a number of things.
 *
 * @param what - the value in words, such as `The value of a Semaphore`
 * @param least - the smallest number allowed
 * @param most - the greatest; Infinity for no limit, which then is allowed itself
 * @throws TypeError for what is not a number at all
 * @throws RangeError for a fraction, or a number out of bounds
 */
export function requireCount(
  value: unknown,
  what: string,
  least: number,
  most: number = Infinity,
): asserts value is number {
  const rule = `${what} must be a whole number of at least ${least}`;
  if (typeof value !== "number" || Number.isNaN(value)) throw new TypeError(`${rule}, not ${describeValue(value)}`);
  if ((Number.isInteger(value) || value === Infinity) && value >= least && value <= most) return;
  throw new RangeError(`${rule}, not ${describeValue(value)}`);
}
