import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  fstatSync,
  openSync,
  writevSync,
} from "node:fs";

import { damaged } from "./store-failure.ts";
import type { StoreFiles } from "./store-files.ts";

/** Where one body lies. */
export interface BodyPlace {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
}

/** The next body goes into a new file when this many bytes lie in the current one. */
const segmentSize = 1024 ** 3;
/** `writev` takes no more than this many parts at once (IOV_MAX on Linux and macOS). */
const partsAtOnce = 1024;

/**
 * Appends bodies to segment files.
 *
 * What lies beyond the committed length of a segment is no body: a process that died while appending leaves it there,
 * and `rewind` cuts it off. So nothing has to be undone after a crash, and a row never names bytes that are not on disk.
 */
export class Segments {
  readonly #files: StoreFiles;
  #descriptor: number | undefined;
  #segment: number;
  /** Bytes of the current segment that rows may name; the file is never shorter. */
  #committed: number;
  #length: number;

  /**
   * @param lengths - the committed length of each segment by its id, oldest first
   * @throws StoreDamagedError a segment is missing, or shorter than what was committed
   */
  constructor(files: StoreFiles, lengths: ReadonlyMap<number, number>) {
    this.#files = files;
    for (const [id, length] of lengths) checkLength(files, id, length);
    const [last, length] = [...lengths].at(-1) ?? [0, 0];
    this.#segment = last;
    this.#committed = length;
    this.#length = length;
    if (last > 0) this.rewind();
  }

  /** Id and length of the current segment, for the row to be committed. */
  get current(): { readonly id: number; readonly length: number } {
    return { id: this.#segment, length: this.#length };
  }

  /** Appends the bodies and returns their places. They are on disk when this returns. */
  append(bodies: readonly Uint8Array[]): BodyPlace[] {
    if (bodies.length === 0) return [];
    if (this.#descriptor === undefined || this.#length >= segmentSize) this.#open();
    const places = bodies.map((body) => {
      const place = { segment: this.#segment, offset: this.#length, length: body.length };
      this.#length += body.length;
      return place;
    });
    this.#write(bodies);
    return places;
  }

  /** The rows that name the appended bodies are committed. */
  commit(): void {
    this.#committed = this.#length;
  }

  /** Forgets what was appended after the last commit. */
  rewind(): void {
    this.#length = this.#committed;
    if (this.#segment === 0 || !existsSync(this.#files.segment(this.#segment))) return;
    this.#descriptor ??= openSync(this.#files.segment(this.#segment), "r+");
    ftruncateSync(this.#descriptor, this.#committed);
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #open(): void {
    const full = this.#segment === 0 || this.#length >= segmentSize;
    if (full) {
      this.close();
      this.#segment += 1;
      this.#committed = 0;
      this.#length = 0;
    }
    // A file left by a process that died before its first commit is used again from its beginning.
    this.#descriptor ??= openSync(this.#files.segment(this.#segment), full ? "w+" : "r+", 0o666);
    if (full) syncDirectory(this.#files.directory);
  }

  #write(bodies: readonly Uint8Array[]): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    let position = this.#length - bodies.reduce((sum, body) => sum + body.length, 0);
    for (let start = 0; start < bodies.length; start += partsAtOnce) {
      position = writeAll(descriptor, bodies.slice(start, start + partsAtOnce), position);
    }
    fdatasyncSync(descriptor);
  }
}

/** `writev` may write less than asked, and does when the disk fills up; the next call then says why. */
function writeAll(descriptor: number, parts: Uint8Array[], position: number): number {
  let left = parts.filter((part) => part.length > 0);
  let at = position;
  while (left.length > 0) {
    const written = writevSync(descriptor, left, at);
    at += written;
    left = dropBytes(left, written);
  }
  return at;
}

function dropBytes(parts: readonly Uint8Array[], count: number): Uint8Array[] {
  let toDrop = count;
  const left: Uint8Array[] = [];
  for (const part of parts) {
    if (toDrop >= part.length) toDrop -= part.length;
    else {
      left.push(part.subarray(toDrop));
      toDrop = 0;
    }
  }
  return left;
}

function checkLength(files: StoreFiles, id: number, length: number): void {
  if (length === 0) return;
  const path = files.segment(id);
  if (!existsSync(path)) throw damaged(files.directory, `${path} is missing`);
  const descriptor = openSync(path, "r");
  try {
    const { size } = fstatSync(descriptor);
    if (size < length) throw damaged(files.directory, `${path} has ${size} of its ${length} bytes`);
  } finally {
    closeSync(descriptor);
  }
}

/** A new file is only sure to be found again after a crash when its directory is on disk too. */
function syncDirectory(directory: string): void {
  if (process.platform === "win32") return; // Directories cannot be opened there.
  const descriptor = openSync(directory, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
