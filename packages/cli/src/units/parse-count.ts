import { UsageError } from "../errors.ts";

/**
 * A whole number, 1 or more.
 *
 * @throws UsageError when it is anything else.
 */
export function parseCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text.trim())) throw new UsageError(`"${text}" is not a whole number of 1 or more`);
  return Number(text);
}

/**
 * A whole number, 0 or more.
 *
 * @throws UsageError when it is anything else.
 */
export function parseCountFromZero(text: string): number {
  if (!/^\d+$/.test(text.trim())) throw new UsageError(`"${text}" is not a whole number of 0 or more`);
  return Number(text);
}
