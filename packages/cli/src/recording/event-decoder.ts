import type { TraceEvent } from "baedal/trace";
import { code, fieldType, isWord, wide, words } from "./record-format.ts";

/** What a record says: an event, or that the program came to its end. */
type Told = TraceEvent | "closed";

/**
 * Reads records back as events.
 *
 * @param take - gets each event; what it throws passes through
 * @returns whether the program's end was among them, and whether the last record was cut off
 */
export function decodeEvents(
  records: Uint8Array,
  take: (event: TraceEvent) => void,
): { readonly closed: boolean; readonly cut: boolean } {
  const cursor = new Cursor(records);
  let closed = false;
  while (!cursor.atEnd) {
    const told = readRecord(cursor);
    if (told === undefined) return { closed, cut: true };
    if (told === "closed") closed = true;
    else take(told);
  }
  return { closed, cut: false };
}

function readRecord(cursor: Cursor): Told | undefined {
  try {
    return record(cursor);
  } catch (error) {
    // What was cut in the middle runs out of bytes, or of JSON.
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function record(cursor: Cursor): Told {
  const kind = cursor.byte();
  const task = cursor.uint32();
  const at = cursor.double();
  switch (kind) {
    case code.spawn: {
      const parent = cursor.uint32();
      return { kind: "spawn", at, task, name: cursor.text(), parent };
    }
    case code.start:
      return { kind: "start", at, task };
    case code.wait:
      return { kind: "wait", at, task, on: cursor.text() };
    case code.waitTask: {
      const onTask = cursor.uint32();
      return { kind: "wait", at, task, on: cursor.text(), onTask };
    }
    case code.wake: {
      const by = cursor.uint32();
      return { kind: "wake", at, task, on: cursor.text(), by };
    }
    case code.cancel: {
      const by = cursor.uint32();
      return { kind: "cancel", at, task, message: cursor.text(), by };
    }
    case code.finished:
      return { kind: "end", at, task, outcome: "finished" };
    case code.cancelled:
      return { kind: "end", at, task, outcome: "cancelled" };
    case code.failed:
      return { kind: "end", at, task, outcome: "failed", error: cursor.text() };
    case code.acquired:
      return { kind: "resource", at, task, action: "acquired", resource: cursor.text() };
    case code.released:
      return { kind: "resource", at, task, action: "released", resource: cursor.text() };
    case code.busy:
      return { kind: "busy", at, task, duration: cursor.double() };
    case code.drop:
      return { kind: "drop", at, task: 0, count: cursor.double() };
    case code.foreign:
      return foreign(cursor, at, task);
    case code.json:
      return JSON.parse(cursor.characters(cursor.uint32(), 2)) as TraceEvent; // our own encoder wrote it
    case code.closed:
      return "closed";
    default:
      throw new RangeError(`No record begins with ${kind}`);
  }
}

function foreign(cursor: Cursor, at: number, task: number): TraceEvent {
  cursor.uint16(); // its size
  const kind = cursor.text() as `${string}:${string}`; // of another package, so with a colon
  const data: Record<string, unknown> = {};
  for (let left = cursor.byte(); left > 0; left--) {
    const name = cursor.text();
    data[name] = field(cursor);
  }
  return { kind, at, task, data };
}

function field(cursor: Cursor): unknown {
  switch (cursor.byte()) {
    case fieldType.string:
      return cursor.text();
    case fieldType.integer:
      return cursor.int32();
    case fieldType.number:
      return cursor.double();
    case fieldType.true:
      return true;
    case fieldType.false:
      return false;
    case fieldType.null:
      return null;
    default:
      return undefined;
  }
}

/** Reads on; past the end it throws a RangeError. */
class Cursor {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#past(1));
  }

  uint16(): number {
    return this.#bytes.readUInt16LE(this.#past(2));
  }

  uint32(): number {
    return this.#bytes.readUInt32LE(this.#past(4));
  }

  int32(): number {
    return this.#bytes.readInt32LE(this.#past(4));
  }

  double(): number {
    return this.#bytes.readDoubleLE(this.#past(8));
  }

  text(): string {
    const length = this.uint16();
    if (length < wide && length >= isWord) return words[length - isWord] ?? "";
    return length >= wide ? this.characters(length - wide, 2) : this.characters(length, 1);
  }

  characters(count: number, bytesEach: 1 | 2): string {
    const start = this.#past(count * bytesEach);
    if (this.#offset > this.#bytes.length) throw new RangeError("A string is cut off");
    return this.#bytes.toString(bytesEach === 1 ? "latin1" : "utf16le", start, this.#offset);
  }

  #past(size: number): number {
    this.#offset += size;
    return this.#offset - size;
  }
}
