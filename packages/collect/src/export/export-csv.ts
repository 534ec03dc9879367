import type { CollectionRecord } from "../record.ts";
import { recordOf, recordsIn } from "../records.ts";
import { StoreReader } from "../store/store-reader.ts";
import { checkedRows } from "./checked-rows.ts";

/** Names in `data` that get a column of their own; the others stay in the JSON of `data`. */
const mostDataColumns = 200;

const columns: readonly (readonly [name: string, value: (record: CollectionRecord) => unknown])[] = [
  ["url", ({ url }) => url],
  ["finalUrl", ({ finalUrl }) => finalUrl],
  ["status", ({ status }) => status],
  ["contentType", ({ headers }) => headers?.["content-type"]],
  ["fetchedAt", ({ fetchedAt }) => fetchedAt],
  ["attempts", ({ attempts }) => attempts],
  ["duration", ({ timings }) => timings?.done],
  ["bytes", ({ bytes }) => bytes],
  ["sha256", ({ sha256 }) => sha256],
  ["errorCode", ({ error }) => error?.code],
  ["errorMessage", ({ error }) => error?.message],
  ["depth", ({ depth }) => depth],
  ["referrer", ({ referrer }) => referrer],
  ["data", ({ data }) => (isFields(data) ? null : data)],
];

/**
 * One line for each record in order of entry (RFC 4180, UTF-8), after one with the names. Each name in the data of the
 * records has a column `data.NAME`.
 */
export function* csvLines(directory: string): Generator<string, void, undefined> {
  using store = new StoreReader(directory);
  const names = dataNames(store);
  yield lineOf([...columns.map(([name]) => name), ...names.map((name) => `data.${name}`)]);
  for (const { row } of checkedRows(store, false)) {
    const record = recordOf(row);
    const fields = isFields(record.data) ? record.data : {};
    yield lineOf([...columns.map(([, value]) => value(record)), ...names.map((name) => fields[name])]);
  }
}

function dataNames(store: StoreReader): string[] {
  const names = new Set<string>();
  for (const { data } of recordsIn(store)) {
    if (!isFields(data)) continue;
    for (const name of Object.keys(data)) if (names.size < mostDataColumns) names.add(name);
  }
  return [...names];
}

function isFields(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

function lineOf(cells: readonly unknown[]): string {
  return `${cells.map((cell) => cellOf(cell)).join(",")}\r\n`;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
