import { UsageError } from "../errors.ts";

const unitBytes: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/**
 * Bytes of a size typed on the command line: `4096`, `10kB` (10,000), `10MB`, `64MiB` (67,108,864). Case does not matter.
 *
 * @throws UsageError when it is not a size.
 */
export function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = unitBytes[match?.[2]?.toLowerCase() ?? "?"];
  if (match === null || unit === undefined) {
    throw new UsageError(`"${text}" is not a size; write bytes or a unit: 4096, 10kB, 10MB, 64MiB`);
  }
  return Math.round(Number(match[1]) * unit);
}
