import { RecentSet } from "../recent-set.ts";
import type { StoredRow, StoreReader } from "../store/store-reader.ts";

/** Many pages may have the same body, and checking it once is enough. */
const remembered = 100_000;

/** A finished page, whose body is what was stored. */
export interface CheckedRow {
  readonly row: StoredRow;
  /** `null` when the page has none, `undefined` when it is not wanted. */
  readonly body: Uint8Array | null | undefined;
}

/**
 * Every finished page in order of entry. Its body is read and checked also where only its hash is written: an export that
 * ended well is what somebody keeps when the store is thrown away.
 *
 * @throws StoreDamagedError a body is not what was stored; the message names the URL
 */
export function* checkedRows(store: StoreReader, withBodies: boolean): Generator<CheckedRow, void, undefined> {
  const checked = new RecentSet(remembered);
  for (const row of store.rows()) {
    if (withBodies) yield { row, body: store.body(row) };
    else {
      // An empty body lies where the next one begins.
      const { segment, offset, length } = row.body ?? {};
      if (checked.add(`${segment} ${offset} ${length}`)) store.body(row);
      yield { row, body: undefined };
    }
  }
}
