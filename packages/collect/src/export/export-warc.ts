import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

import type { Hop } from "../hop.ts";
import { type StoredRow, StoreReader } from "../store/store-reader.ts";
import { hopsOf } from "../store/stored-json.ts";
import { checkedRows } from "./checked-rows.ts";

type Pairs = readonly (readonly [name: string, value: string])[];

const software = "baedal/0.1.0";

/** How a web archive is written. */
export interface WarcOptions {
  /** Each record a gzip member of its own, as archives in `.warc.gz` have them. @default false */
  readonly gzip?: boolean;
}

/**
 * A web archive (WARC/1.1, ISO 28500:2017): one request and one response record for each answer, redirects included.
 * Bodies are stored decoded, so `Content-Length` is set right, and the headers that no longer hold keep their values
 * under `X-Archive-Orig-…`.
 */
export function* warcRecords(directory: string, options: WarcOptions = {}): Generator<Uint8Array, void, undefined> {
  using store = new StoreReader(directory);
  for (const record of recordsOf(store)) yield options.gzip === true ? gzipSync(record) : record;
}

function* recordsOf(store: StoreReader): Generator<Uint8Array, void, undefined> {
  yield infoRecord(store.runs()[0]?.startedAt ?? 0);
  for (const { row, body = null } of checkedRows(store, true)) {
    const hops = hopsOf(row);
    for (const [index, hop] of hops.entries()) {
      const isLast = index === hops.length - 1 && row.status !== null;
      yield* hopRecords(hop, row, index, isLast ? { body, isCut: row.body === null } : { body: null, isCut: false });
    }
  }
}

function infoRecord(startedAt: number): Uint8Array {
  const block = Buffer.from(`software: ${software}\r\nformat: WARC File Format 1.1\r\n`);
  return warcRecord(
    [
      ["WARC-Type", "warcinfo"],
      ["WARC-Record-ID", recordId("warcinfo", String(startedAt))],
      ["WARC-Date", new Date(startedAt).toISOString()],
      ["Content-Type", "application/warc-fields"],
    ],
    [block],
  );
}

function* hopRecords(
  hop: Hop,
  row: StoredRow,
  index: number,
  { body, isCut }: { readonly body: Uint8Array | null; readonly isCut: boolean },
): Generator<Uint8Array, void, undefined> {
  const date = new Date(hop.startedAt).toISOString();
  const key = `${row.url} ${index} ${date}`;
  const responseId = recordId("response", key);
  const payload = body ?? new Uint8Array();
  yield warcRecord(
    [
      ["WARC-Type", "response"],
      ["WARC-Record-ID", responseId],
      ["WARC-Date", date],
      ["WARC-Target-URI", hop.url],
      ...(isCut ? [["WARC-Truncated", whyCut(row)] as const] : []),
      ["WARC-Payload-Digest", `sha256:${createHash("sha256").update(payload).digest("hex")}`],
      ["Content-Type", "application/http;msgtype=response"],
    ],
    [head(`HTTP/1.1 ${hop.status} ${hop.reason}`, archivedHeaders(hop.headers, payload.length)), payload],
  );
  const { pathname, search } = new URL(hop.url);
  yield warcRecord(
    [
      ["WARC-Type", "request"],
      ["WARC-Record-ID", recordId("request", key)],
      ["WARC-Date", date],
      ["WARC-Target-URI", hop.url],
      ["WARC-Concurrent-To", responseId],
      ["Content-Type", "application/http;msgtype=request"],
    ],
    [head(`GET ${pathname}${search} HTTP/1.1`, hop.requestHeaders)],
  );
}

/** Why an answer has no body (ISO 28500:2017, 5.13). */
function whyCut({ errorCode }: StoredRow): string {
  if (errorCode === "ERR_BAEDAL_MAX_BODY") return "length";
  return errorCode === "ERR_BAEDAL_TIMEOUT" ? "time" : "disconnect";
}

const untrue = new Set(["content-encoding", "transfer-encoding", "content-length"]);

function archivedHeaders(headers: Pairs, length: number): Pairs {
  const kept = headers.map(([name, value]): readonly [string, string] => [
    untrue.has(name.toLowerCase()) ? `X-Archive-Orig-${name}` : name,
    value,
  ]);
  return [...kept, ["Content-Length", String(length)]];
}

function head(first: string, headers: Pairs): Uint8Array {
  const lines = [first, ...headers.map(([name, value]) => `${name}: ${value}`), "", ""];
  return Buffer.from(lines.join("\r\n"), "latin1"); // header values hold one character a byte
}

function warcRecord(fields: Pairs, block: readonly Uint8Array[]): Uint8Array {
  const length = block.reduce((sum, part) => sum + part.length, 0);
  const lines = [
    "WARC/1.1",
    ...fields.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${length}`,
    "",
    "",
  ];
  return Buffer.concat([Buffer.from(lines.join("\r\n")), ...block, Buffer.from("\r\n\r\n")]);
}

/** The same record has the same id in every export, so that two exports of one store can be compared. */
function recordId(kind: string, key: string): string {
  const hex = createHash("sha256").update(`${kind} ${key}`).digest("hex");
  // The form of a UUID that is made from a hash (RFC 9562, version 8).
  return `<urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}>`;
}
