import { chunkCount, type Chunks, chunkSize, word } from "./chunks.ts";

/** Makes room when every chunk is full, or fails to. */
export type OnFull = () => void;

/** The writing side of the chunks, on the main thread. */
export class ChunkWriter {
  /** The chunk that is being written. */
  bytes: Uint8Array;
  view: DataView;
  /** Where the next byte goes; `commit` publishes what lies before. */
  offset = 0;
  readonly #chunks: Chunks;
  readonly #onFull: OnFull;
  #number = 0;

  constructor(chunks: Chunks, onFull: OnFull) {
    this.#chunks = chunks;
    this.#onFull = onFull;
    this.bytes = chunks.bytes.subarray(0, chunkSize);
    this.view = new DataView(chunks.bytes.buffer, 0, chunkSize);
  }

  /** Whether a record of at most so many bytes fits; goes on to the next chunk if need be. */
  hasRoom(size: number): boolean {
    if (this.offset + size <= chunkSize) return true;
    return size <= chunkSize && this.#advance();
  }

  /** Shows the reader what was written. */
  commit(): void {
    Atomics.store(this.#chunks.control, word.length + (this.#number % chunkCount), this.offset);
  }

  #advance(): boolean {
    const { control, bytes } = this.#chunks;
    const isFull = (): boolean => this.#number + 1 - Atomics.load(control, word.reading) >= chunkCount;
    if (isFull()) this.#onFull();
    if (isFull()) return false;
    this.#number++;
    const place = this.#number % chunkCount;
    Atomics.store(control, word.length + place, 0);
    Atomics.store(control, word.writing, this.#number);
    this.bytes = bytes.subarray(place * chunkSize, (place + 1) * chunkSize);
    this.view = new DataView(bytes.buffer, place * chunkSize, chunkSize);
    this.offset = 0;
    return true;
  }
}
