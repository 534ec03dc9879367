import { UsageError } from "../errors.ts";

/**
 * A whole number typed for an option, no smaller than `least`.
 *
 * @throws UsageError when it is anything else.
 */
export function parseCount(typed: string, flag: string, least: number): number {
  const count = /^\d+$/.test(typed.trim()) ? Number(typed) : Number.NaN;
  if (count >= least && Number.isSafeInteger(count)) return count;
  throw new UsageError(`${flag} must be a whole number of ${least} or more, not "${typed}"`);
}
