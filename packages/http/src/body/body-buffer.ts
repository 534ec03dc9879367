import { decode } from "./decode.ts";
import { codedLimit, type DecodeFailure } from "./decode-failure.ts";
import type { ResponseSink } from "./response-sink.ts";

/** Told how the buffering of a body ended; one is called, once, unless it was given up. */
export interface BufferObserver {
  buffered(body: Buffer): void;
  unreadable(failure: DecodeFailure): void;
}

/** Collects a body, then undoes its codings. */
export class BodyBuffer implements ResponseSink {
  readonly #limit: number;
  /** The most that may come over the wire. */
  readonly #codedLimit: number;
  readonly #codings: readonly string[];
  readonly #observer: BufferObserver;
  #chunks: Buffer[] = [];
  #size = 0;
  #abortDecoding: (() => void) | undefined;

  constructor(limit: number, codings: readonly string[], observer: BufferObserver) {
    this.#limit = limit;
    this.#codedLimit = codings.length === 0 ? limit : codedLimit(limit);
    this.#codings = codings;
    this.#observer = observer;
  }

  write(chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size <= this.#codedLimit) this.#chunks.push(chunk);
    else this.#observer.unreadable({ kind: "too large", limit: this.#limit });
  }

  end(): void {
    const chunks = this.#chunks;
    this.#chunks = [];
    const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, this.#size); // one chunk
    if (this.#codings.length === 0) return this.#observer.buffered(body);
    this.#abortDecoding = decode(
      body,
      this.#codings,
      this.#limit,
      (decoded) => this.#observer.buffered(decoded),
      (failure) => this.#observer.unreadable(failure),
    );
  }

  fail(): void {
    this.#chunks = [];
    this.#abortDecoding?.();
  }
}
