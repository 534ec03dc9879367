import { UsageError } from "../errors.ts";

/** Name and value of a header. */
export type HeaderPair = readonly [name: string, value: string];

/**
 * A header typed on the command line: `Accept: text/html`.
 *
 * @throws UsageError when there is no colon, or the name is none.
 */
export function parseHeader(text: string): HeaderPair {
  const match = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*)$/.exec(text.trim());
  if (match === null) throw new UsageError(`"${text}" is not a header; write it as "Name: value"`);
  // Both groups exist in every match.
  return [match[1] ?? "", match[2] ?? ""];
}
