import type { TraceEvent } from "baedal/trace";
import type { TraceData } from "../trace-data.ts";
import { TIMES, type ColumnHeader } from "./column-format.ts";
import { ColumnWriter, toNatural } from "./varint.ts";

/** A recording as columns, in pieces to be joined. */
export function encodeTrace({ events, ...rest }: TraceData): [header: string, ...columns: Uint8Array[]] {
  const encoder = new Encoder();
  for (const event of events) encoder.add(event);
  const columns = encoder.columns();
  const header: ColumnHeader = {
    ...rest,
    events: events.length,
    until: events.reduce((latest, event) => Math.max(latest, endOf(event)), 0),
    strings: encoder.strings.list,
    shapes: encoder.shapes.list.map((shape) => JSON.parse(shape) as string[]), // written below
    columns: columns.map(([key, bytes]) => [key, bytes.length]),
  };
  return [`${JSON.stringify(header)}\n`, ...columns.map(([, bytes]) => bytes)];
}

function endOf(event: TraceEvent): number {
  return event.at + ("duration" in event && typeof event.duration === "number" ? event.duration : 0);
}

/** A thousand times as much, doubled and with its two bits, is still a whole number of a double. */
const LARGEST = 2 ** 40;

class Encoder {
  readonly strings: Table = new Table();
  readonly shapes: Table = new Table();
  readonly #shape = new ColumnWriter();
  readonly #columns = new Map<string, Column>();

  add(event: TraceEvent): void {
    const shape: string[] = [event.kind];
    for (const [key, value] of Object.entries(event) as [string, unknown][]) {
      if (key === "kind" || value === undefined) continue;
      if (key !== "data") this.#value(shape, key, value);
      else if (isPlain(value)) this.#data(shape, value);
    }
    this.#shape.push(this.shapes.placeOf(JSON.stringify(shape)));
  }

  columns(): [key: string, bytes: Uint8Array][] {
    const columns: [string, Uint8Array][] = [["", this.#shape.bytes()]];
    for (const [key, { writer }] of this.#columns) columns.push([key, writer.bytes()]);
    return columns;
  }

  #data(shape: string[], data: Readonly<Record<string, unknown>>): void {
    shape.push("data"); // without a column: there is data, even if it has no keys
    for (const [key, value] of Object.entries(data)) if (value !== undefined) this.#value(shape, `.${key}`, value);
  }

  #value(shape: string[], key: string, value: unknown): void {
    shape.push(key);
    const column = this.#columns.get(key) ?? { writer: new ColumnWriter(), last: 0 };
    this.#columns.set(key, column);
    if (typeof value === "number" && TIMES.has(key) && Math.abs(value) < LARGEST) pushNumber(column, value * 1000, 1);
    else if (Number.isInteger(value) && Math.abs(Number(value)) < LARGEST) pushNumber(column, Number(value), 0);
    else if (typeof value === "string") column.writer.push(this.strings.placeOf(value) * 4 + 2);
    else column.writer.push(this.strings.placeOf(JSON.stringify(value) ?? "null") * 4 + 3);
  }
}

interface Column {
  readonly writer: ColumnWriter;
  last: number;
}

function pushNumber(column: Column, value: number, tag: number): void {
  const whole = Math.round(value);
  column.writer.push(toNatural(whole - column.last) * 4 + tag);
  column.last = whole;
}

/** Texts by their place, each once. */
class Table {
  readonly list: string[] = [];
  readonly #places = new Map<string, number>();

  placeOf(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.#places.set(text, this.list.length);
    return this.list.push(text) - 1;
  }
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
