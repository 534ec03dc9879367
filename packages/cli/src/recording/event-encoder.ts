import type { DropEvent, ForeignEvent, RuntimeEvent, TraceEvent } from "baedal/trace";
import type { ChunkWriter } from "./chunk-writer.ts";
import { code, fieldType, headSize, isWord, longestString, wide, words } from "./record-format.ts";

/** Bytes that hold the fixed part of any record but a foreign one. */
const fixed: number = headSize + 8 + 2;
/** Bytes and fields that a foreign event may have; one that has more, or nested ones, goes as JSON. */
const foreignRoom = 16_384;
const mostFields = 16;
/** Characters of the kind of a foreign event that are kept. */
const longestKind = 100;

const places: ReadonlyMap<string, number> = new Map(words.map((text, place) => [text, place]));
const longestWord = Math.max(...words.map((text) => text.length));

/** Writes events as records: some ten nanoseconds each, for the program waits meanwhile. */
export class EventEncoder {
  readonly #to: ChunkWriter;
  #lost = 0;

  constructor(to: ChunkWriter) {
    this.#to = to;
  }

  /** Writes an event, or counts it as lost when there is no room. */
  encode(event: TraceEvent): void {
    if (this.#lost > 0) this.#tellLoss(event.at);
    if (this.#write(event as RuntimeEvent)) this.#to.commit(); // others are told apart by their default
    else this.#lost++;
  }

  /** The program came to its end; a recording without this was cut. */
  close(at: number): void {
    if (this.#lost > 0) this.#tellLoss(at);
    if (this.#begin(code.closed, 0, at, fixed)) this.#to.commit();
  }

  #tellLoss(at: number): void {
    const drop: DropEvent = { kind: "drop", at, task: 0, count: this.#lost };
    if (!this.#write(drop)) return;
    this.#to.commit();
    this.#lost = 0;
  }

  #write(event: RuntimeEvent): boolean {
    const { at, task } = event;
    switch (event.kind) {
      case "spawn":
        return this.#withNumber(code.spawn, task, at, event.parent, event.name);
      case "start":
        return this.#begin(code.start, task, at, fixed);
      case "wait":
        if (event.onTask !== undefined) return this.#withNumber(code.waitTask, task, at, event.onTask, event.on);
        return this.#withText(code.wait, task, at, event.on);
      case "wake":
        return this.#withNumber(code.wake, task, at, event.by, event.on);
      case "cancel":
        return this.#withNumber(code.cancel, task, at, event.by, event.message);
      case "end":
        if (event.outcome === "failed") return this.#withText(code.failed, task, at, event.error ?? "");
        return this.#begin(event.outcome === "finished" ? code.finished : code.cancelled, task, at, fixed);
      case "resource":
        return this.#withText(event.action === "acquired" ? code.acquired : code.released, task, at, event.resource);
      case "busy":
        return this.#withAmount(code.busy, task, at, event.duration);
      case "drop":
        return this.#withAmount(code.drop, task, at, event.count);
      case "blocked":
        return this.#json(event);
      default:
        return this.#foreign(event satisfies never);
    }
  }

  #begin(kind: number, task: number, at: number, size: number): boolean {
    const to = this.#to;
    if (!to.hasRoom(size)) return false;
    const { view, offset } = to;
    view.setUint8(offset, kind);
    view.setUint32(offset + 1, task, true);
    view.setFloat64(offset + 5, at, true);
    to.offset = offset + headSize;
    return true;
  }

  #withText(kind: number, task: number, at: number, text: string): boolean {
    if (!this.#begin(kind, task, at, fixed + 2 * Math.min(text.length, longestString))) return false;
    this.#text(text);
    return true;
  }

  #withNumber(kind: number, task: number, at: number, value: number, text: string): boolean {
    if (!this.#begin(kind, task, at, fixed + 2 * Math.min(text.length, longestString))) return false;
    const to = this.#to;
    to.view.setUint32(to.offset, value, true);
    to.offset += 4;
    this.#text(text);
    return true;
  }

  #withAmount(kind: number, task: number, at: number, value: number): boolean {
    if (!this.#begin(kind, task, at, fixed)) return false;
    this.#double(value);
    return true;
  }

  #double(value: number): void {
    const to = this.#to;
    to.view.setFloat64(to.offset, value, true);
    to.offset += 8;
  }

  /** A text that is often the same, if it is short. */
  #word(text: string): void {
    const place = text.length > longestWord ? undefined : places.get(text);
    if (place === undefined) return this.#text(text);
    const to = this.#to;
    to.bytes[to.offset] = place;
    to.bytes[to.offset + 1] = isWord >> 8;
    to.offset += 2;
  }

  #text(text: string): void {
    const to = this.#to;
    const { bytes, offset } = to;
    const length = text.length < longestString ? text.length : longestString;
    bytes[offset] = length;
    bytes[offset + 1] = length >> 8;
    const start = offset + 2;
    for (let index = 0; index < length; index++) {
      const character = text.charCodeAt(index);
      if (character > 0xff) return this.#wideText(text, length);
      bytes[start + index] = character;
    }
    to.offset = start + length;
  }

  #wideText(text: string, length: number): void {
    const to = this.#to;
    to.view.setUint16(to.offset, length | wide, true);
    for (let index = 0; index < length; index++) {
      to.view.setUint16(to.offset + 2 + 2 * index, text.charCodeAt(index), true);
    }
    to.offset += 2 + 2 * length;
  }

  /** Most are a handful of numbers and short strings; those are worth a form of their own, ten times as fast as JSON. */
  #foreign(event: ForeignEvent): boolean {
    const { kind, task, at, data } = event;
    const to = this.#to;
    if (!this.#begin(code.foreign, task, at, foreignRoom)) return false;
    const start = to.offset;
    const end = start - headSize + foreignRoom;
    to.offset += 2;
    this.#word(kind.length > longestKind ? kind.slice(0, longestKind) : kind);
    const count = to.offset++;
    let fields = 0;
    for (const name in data) {
      const value = data[name];
      if (++fields > mostFields || to.offset + fieldSize(name, value) > end) {
        to.offset = start - headSize;
        return this.#json(event);
      }
      this.#word(name);
      this.#field(value);
    }
    to.bytes[count] = fields;
    to.view.setUint16(start, to.offset - start - 2, true);
    return true;
  }

  #field(value: unknown): void {
    const to = this.#to;
    if (typeof value === "string") {
      to.bytes[to.offset++] = fieldType.string;
      this.#word(value);
    } else if (typeof value !== "number") {
      to.bytes[to.offset++] = fieldType[String(value) as "true" | "false" | "null" | "undefined"]; // fieldSize has checked
    } else if ((value | 0) === value) {
      to.bytes[to.offset++] = fieldType.integer;
      to.view.setInt32(to.offset, value, true);
      to.offset += 4;
    } else {
      to.bytes[to.offset++] = fieldType.number;
      this.#double(value);
    }
  }

  #json(event: TraceEvent): boolean {
    const text = jsonOf(event);
    if (text === undefined || !this.#begin(code.json, event.task, event.at, fixed + 2 * text.length)) return false;
    const to = this.#to;
    to.view.setUint32(to.offset, text.length, true);
    to.offset += 4;
    for (let index = 0; index < text.length; index++, to.offset += 2) {
      to.view.setUint16(to.offset, text.charCodeAt(index), true);
    }
    return true;
  }
}

/** At most so many bytes does a field take; Infinity if it is none that the form has. */
function fieldSize(name: string, value: unknown): number {
  const size = 13 + 2 * name.length;
  if (typeof value === "string") return size + 2 * value.length;
  const isPlain = typeof value === "object" ? value === null : typeof value !== "bigint" && typeof value !== "function";
  return isPlain ? size : Infinity;
}

/** What is no plain data is lost rather than the program stopped. */
function jsonOf(event: TraceEvent): string | undefined {
  try {
    return JSON.stringify(event);
  } catch {
    return undefined;
  }
}
