import { UsageError } from "../errors.ts";

/** So many requests in so many milliseconds. */
export interface Rate {
  readonly requests: number;
  /** Milliseconds. */
  readonly per: number;
}

const periodMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/**
 * A rate typed on the command line: `5/s`, `30/m`, `100/h`, or `5` (per second).
 *
 * @throws UsageError when it is not a rate, or zero.
 */
export function parseRate(text: string): Rate {
  const match = /^(\d+(?:\.\d+)?)(?:\/([smh]))?$/.exec(text.trim());
  const requests = Number(match?.[1]);
  if (match === null || !(requests > 0)) {
    throw new UsageError(`"${text}" is not a rate; write requests per second, minute or hour: 5/s, 30/m, 100/h`);
  }
  return { requests, per: periodMs[match[2] ?? "s"] ?? 1000 };
}
