import { bodyText } from "../body-text.ts";
import type { Hop, PageTimings } from "../hop.ts";
import type { RecordOptions } from "../records.ts";
import { type StoredRow, StoreReader } from "../store/store-reader.ts";
import { hopsOf, timingsOf } from "../store/stored-json.ts";
import { checkedRows } from "./checked-rows.ts";

type Pairs = readonly (readonly [name: string, value: string])[];

/** An HTTP Archive 1.2: one entry for each answer, redirects included, and one for each page that got none. */
export function* harPieces(directory: string, options: RecordOptions = {}): Generator<string, void, undefined> {
  using store = new StoreReader(directory);
  yield '{"log":{"version":"1.2","creator":{"name":"baedal","version":"0.1.0"},"pages":[],"entries":[';
  let separator = "\n";
  for (const { row, body = null } of checkedRows(store, options.body === true)) {
    for (const entry of entriesOf(row, body)) {
      yield separator + JSON.stringify(entry);
      separator = ",\n";
    }
  }
  yield "\n]}}\n";
}

function* entriesOf(row: StoredRow, body: Uint8Array | null): Generator<object, void, undefined> {
  const hops = hopsOf(row);
  const timings = timingsOf(row) ?? undefined;
  for (const [index, hop] of hops.entries()) {
    const isLast = index === hops.length - 1 && row.status !== null;
    yield entryOf(hop, isLast ? row : undefined, hops.length === 1 ? timings : undefined, isLast ? body : null);
  }
  if (row.status === null && row.attempts > 0) yield failureOf(row, timings?.done ?? 0);
}

function entryOf(
  hop: Hop,
  row: StoredRow | undefined,
  timings: PageTimings | undefined,
  body: Uint8Array | null,
): object {
  const type = valueOf(hop.headers, "content-type");
  return {
    startedDateTime: new Date(hop.startedAt).toISOString(),
    ...phasesOf(timings, hop.endedAt - hop.startedAt),
    request: requestOf(hop.url, hop.version, hop.requestHeaders),
    response: {
      status: hop.status,
      statusText: hop.reason,
      httpVersion: `HTTP/${hop.version}`,
      cookies: [],
      headers: namesAndValues(hop.headers),
      content: { size: row?.body?.length ?? 0, mimeType: type ?? "", ...contentOf(body, type) },
      redirectURL: valueOf(hop.headers, "location") ?? "",
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
  };
}

function failureOf(row: StoredRow, time: number): object {
  return {
    startedDateTime: new Date(row.startedAt).toISOString(),
    ...phasesOf(undefined, time),
    request: requestOf(row.finalUrl ?? row.url, "1.1", []),
    response: {
      status: 0,
      statusText: "",
      httpVersion: "",
      cookies: [],
      headers: [],
      content: { size: 0, mimeType: "" },
      redirectURL: "",
      headersSize: -1,
      bodySize: -1,
      _error: `${row.errorCode}: ${row.errorMessage}`,
    },
    cache: {},
  };
}

function requestOf(url: string, version: string, headers: Pairs): object {
  const queryString = [...new URL(url).searchParams].map(([name, value]) => ({ name, value }));
  return {
    method: "GET",
    url,
    httpVersion: `HTTP/${version}`,
    cookies: [],
    headers: namesAndValues(headers),
    queryString,
    headersSize: -1,
    bodySize: 0,
  };
}

/** HAR counts each phase by its own length, -1 where it did not occur, and TLS within `connect`. */
function phasesOf(timings: PageTimings | undefined, total: number): { time: number; timings: Record<string, number> } {
  if (timings === undefined) return { time: total, timings: { send: 0, wait: total, receive: 0 } };
  const { queued, dns, connect, tls, sent, firstByte, done } = timings;
  const end = done ?? total;
  const connected = latest(tls, connect, dns, queued);
  const answered = firstByte ?? end;
  return {
    time: end,
    timings: {
      blocked: queued ?? -1,
      dns: dns === null ? -1 : dns - latest(queued),
      connect: connect === null ? -1 : latest(tls, connect) - latest(dns, queued),
      ssl: tls === null ? -1 : tls - latest(connect, dns, queued),
      send: (sent ?? connected) - connected,
      wait: answered - latest(sent, connected),
      receive: end - answered,
    },
  };
}

function latest(...times: (number | null)[]): number {
  return Math.max(0, ...times.map((time) => time ?? 0));
}

function contentOf(body: Uint8Array | null, type: string | undefined): { text?: string; encoding?: "base64" } {
  if (body === null) return {};
  const text = bodyText(body, type);
  return text === undefined ? { text: Buffer.from(body).toString("base64"), encoding: "base64" } : { text };
}

function namesAndValues(pairs: Pairs): object[] {
  return pairs.map(([name, value]) => ({ name, value }));
}

function valueOf(pairs: Pairs, name: string): string | undefined {
  return pairs.find(([key]) => key.toLowerCase() === name)?.[1];
}
