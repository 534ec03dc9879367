import { UsageError } from "../errors.ts";

/** Name and value of a header. */
export type HeaderPair = readonly [name: string, value: string];

/**
 * A header typed for an option: `Accept: text/html`.
 *
 * @throws UsageError when there is no colon, or the name is none.
 */
export function parseHeader(typed: string, flag: string): HeaderPair {
  const match = /^([!#$%&'*+.^_`|~\w-]+):\s*([^\r\n]*)$/.exec(typed.trim());
  if (match === null) throw new UsageError(`${flag} must be a header such as "Accept: text/html", not "${typed}"`);
  // Both groups exist in every match.
  return [match[1] ?? "", match[2] ?? ""];
}
