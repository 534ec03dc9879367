import { Readable } from "node:stream";
import type { OutgoingBody } from "./outgoing-body.ts";

/** Anything that gives chunks, once. */
export type ChunkSource = ReadableStream<Uint8Array | string> | Readable | AsyncIterable<Uint8Array | string>;

/** A body that is read from a stream while it is sent, as fast as the connection takes it. It can be sent once. */
export class SourceBody implements OutgoingBody {
  readonly contentType = undefined;
  readonly length = undefined;
  readonly rewindable = false;
  consumed = false;
  failure: { readonly error: unknown } | undefined = undefined;
  readonly #source: ChunkSource;
  #iterator: AsyncIterator<Uint8Array | string> | undefined;
  #reader: ReadableStreamDefaultReader<Uint8Array | string> | undefined;
  #ended = false;

  constructor(source: ChunkSource) {
    this.#source = source;
  }

  content(): AsyncIterable<Uint8Array> {
    this.consumed = true;
    return this.#chunks();
  }

  release(reason: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    const { cause } = { cause: reason instanceof Error ? reason : undefined };
    if (this.#source instanceof Readable) this.#source.once("error", () => {}).destroy(cause);
    else if (this.#reader !== undefined) this.#reader.cancel(reason).catch(() => {});
    else if (this.#source instanceof ReadableStream) this.#source.cancel(reason).catch(() => {});
    else void this.#iterator?.return?.()?.then(undefined, () => {});
  }

  async *#chunks(): AsyncGenerator<Uint8Array, void, void> {
    try {
      for (;;) {
        const { done, value } = await this.#next();
        if (done === true || this.#ended) break;
        yield bytesOf(value);
      }
    } catch (error) {
      if (!this.#ended) this.failure = { error };
      throw error;
    } finally {
      this.#ended = true;
    }
  }

  #next(): Promise<IteratorResult<Uint8Array | string, unknown>> {
    if (this.#source instanceof ReadableStream) {
      this.#reader ??= this.#source.getReader();
      return this.#reader.read();
    }
    this.#iterator ??= this.#source[Symbol.asyncIterator]();
    return this.#iterator.next();
  }
}

/** Streams come from everywhere: their types are a promise that nobody has checked. */
function bytesOf(chunk: unknown): Uint8Array {
  if (typeof chunk === "string") return Buffer.from(chunk);
  if (chunk instanceof Uint8Array) return chunk;
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  throw new TypeError(
    `A body that is a stream must give strings or bytes, not ${chunk === null ? "null" : typeof chunk}`,
  );
}
