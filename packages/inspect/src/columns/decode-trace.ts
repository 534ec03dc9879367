import type { TraceEvent } from "baedal/trace";
import type { TraceData } from "../trace-data.ts";
import type { ColumnHeader } from "./column-format.ts";
import { ColumnReader, fromNatural } from "./varint.ts";

/**
 * The recording that `encodeTrace` wrote.
 *
 * @throws {Error} if it is damaged
 */
export function decodeTrace(bytes: Uint8Array, toText: (bytes: Uint8Array) => string): TraceData {
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
  const order = readers.get("")?.reader ?? new ColumnReader(new Uint8Array());
  const events: TraceEvent[] = [];
  for (let index = 0; index < count; index++) {
    const plan = plans[order.next()];
    if (plan === undefined) throw new RangeError("The recording in this page is damaged: an event of no known shape");
    events.push(readEvent(plan, strings));
  }
  return { ...rest, events };
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
