import { pageHeaders } from "./page.ts";
import type { CollectionRecord } from "./record.ts";
import { bodyText } from "./body-text.ts";
import { dataOf, hopsOf, timingsOf } from "./store/stored-json.ts";
import { type StoredRow, StoreReader } from "./store/store-reader.ts";

/** What of a record is wanted. */
export interface RecordOptions {
  /** Adds the body. @default false */
  readonly body?: boolean;
}

/**
 * The records of the store in `directory`, in order of entry, as of the moment of the first: what a run commits
 * meanwhile is not seen.
 *
 * @throws NoStoreError, StoreDamagedError, StoreVersionError
 */
export function* records(directory: string, options: RecordOptions = {}): Generator<CollectionRecord, void, undefined> {
  using store = new StoreReader(directory);
  yield* recordsIn(store, options);
}

/** The same, from a store that is open. */
export function* recordsIn(
  store: StoreReader,
  options: RecordOptions = {},
): Generator<CollectionRecord, void, undefined> {
  for (const row of store.rows()) yield recordOf(row, options.body === true ? store.body(row) : undefined);
}

/** @param body - the body's bytes; `null` when the page has none, `undefined` when it is not wanted */
export function recordOf(row: StoredRow, body?: Uint8Array | null): CollectionRecord {
  const last = row.status === null ? undefined : hopsOf(row).at(-1);
  const headers = last === undefined ? null : pageHeaders(last.headers);
  return {
    url: row.url,
    finalUrl: row.finalUrl,
    status: row.status,
    headers,
    fetchedAt: new Date(row.fetchedAt).toISOString(),
    attempts: row.attempts,
    timings: timingsOf(row),
    bytes: row.body?.length ?? null,
    sha256: row.body === null ? null : Buffer.from(row.body.sha256).toString("hex"),
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? "" },
    depth: row.depth,
    referrer: row.referrer,
    data: dataOf(row),
    ...(body === undefined ? {} : bodyFields(body, headers?.["content-type"])),
  };
}

function bodyFields(body: Uint8Array | null, contentType: unknown): Pick<CollectionRecord, "body" | "bodyEncoding"> {
  if (body === null) return { body: null };
  const text = bodyText(body, typeof contentType === "string" ? contentType : undefined);
  if (text !== undefined) return { body: text };
  return {
    body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("base64"),
    bodyEncoding: "base64",
  };
}
