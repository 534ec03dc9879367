import type { TraceEvent } from "baedal/trace";
import type { TraceData } from "../trace-data.ts";
import type { ColumnHeader } from "./column-format.ts";
import { ColumnReader, fromNatural } from "./varint.ts";

/** A recording whose events are read as one asks for them, once: kept all together they would cost more than what is made of them. */
export interface DecodedTrace extends Omit<TraceData, "events"> {
  readonly events: Iterable<TraceEvent>;
  /** When the last of them is over, in milliseconds. */
  readonly until: number;
}

/**
 * The recording that `encodeTrace` wrote.
 *
 * @throws {Error} if it is damaged, at once or while its events are read
 */
export function decodeTrace(bytes: Uint8Array, toText: (bytes: Uint8Array) => string): DecodedTrace {
  const start = bytes.indexOf(10) + 1;
  const header = JSON.parse(toText(bytes.subarray(0, start))) as ColumnHeader; // our own format
  const { events: count, strings, shapes, columns, ...rest } = header;
  const readers = new Map<string, Column>();
  let at = start;
  for (const [key, length] of columns) {
    readers.set(key, { reader: new ColumnReader(bytes.subarray(at, at + length)), last: 0 });
    at += length;
  }
  const plans = shapes.map(([kind, ...keys]) => ({
    kind,
    fields: keys.map((key) => ({
      key: key.replace(/^\./u, ""),
      inData: key.startsWith("."),
      column: readers.get(key),
    })),
  }));
  return { ...rest, events: readEvents(count, readers.get("")?.reader, plans, strings) };
}

function* readEvents(
  count: number,
  order: ColumnReader | undefined,
  plans: readonly Plan[],
  strings: readonly string[],
): Generator<TraceEvent> {
  for (let index = 0; index < count; index++) {
    const plan = plans[order?.next() ?? -1];
    if (plan === undefined) throw new RangeError("The recording in this page is damaged: an event of no known shape");
    yield readEvent(plan, strings);
  }
}

interface Column {
  readonly reader: ColumnReader;
  last: number;
}

interface Plan {
  readonly kind: string | undefined;
  readonly fields: readonly {
    readonly key: string;
    readonly inData: boolean;
    readonly column: Column | undefined;
  }[];
}

function readEvent({ kind, fields }: Plan, strings: readonly string[]): TraceEvent {
  const event: Record<string, unknown> = { kind };
  let data: Record<string, unknown> | undefined;
  for (const { key, inData, column } of fields) {
    if (column === undefined) {
      data = {};
      event["data"] = data;
    } else if (inData && data !== undefined) define(data, key, readValue(column, strings));
    else event[key] = readValue(column, strings);
  }
  return event as unknown as TraceEvent; // what was encoded
}

/** Keys of `data` are anybody's, `__proto__` included. */
function define(data: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") data[key] = value;
}

function readValue(column: Column, strings: readonly string[]): unknown {
  const coded = column.reader.next();
  const tag = coded % 4;
  const payload = Math.floor(coded / 4);
  if (tag === 2) return strings[payload];
  if (tag === 3) return JSON.parse(strings[payload] ?? "null");
  column.last += fromNatural(payload);
  return tag === 1 ? column.last / 1000 : column.last;
}
