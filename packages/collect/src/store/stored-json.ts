import { StoreDamagedError } from "../errors.ts";
import type { Hop, PageTimings } from "../hop.ts";
import type { StoredRow } from "./store-reader.ts";

// The JSON in a row was written by this package, see `PageOutcome`; a disk may have changed it.

/** Every answer on the way to a page. @throws StoreDamagedError */
export function hopsOf(row: StoredRow): readonly Hop[] {
  return row.hops === null ? [] : (parse(row, row.hops) as readonly Hop[]);
}

/** @throws StoreDamagedError */
export function timingsOf(row: StoredRow): PageTimings | null {
  return row.timings === null ? null : (parse(row, row.timings) as PageTimings);
}

/** What was extracted. @throws StoreDamagedError */
export function dataOf(row: StoredRow): unknown {
  return row.data === null ? null : parse(row, row.data);
}

function parse({ url }: StoredRow, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new StoreDamagedError(
      `Cannot use the store: the record of ${url} is not what was stored; collect into a new directory, or restore a copy`,
      { cause },
    );
  }
}
