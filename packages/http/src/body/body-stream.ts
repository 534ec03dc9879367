import type { Future } from "baedal";
import { suspend } from "baedal/lowlevel";
import type { Transform } from "node:stream";
import { decoderFor } from "./content-coding.ts";
import { silence } from "./decode.ts";
import { type DecodeFailure, sizeFailure } from "./decode-failure.ts";
import type { ResponseSink } from "./response-sink.ts";

/** How a body that comes too fast is held back, and given up. */
export interface Flow {
  pause(): void;
  resume(): void;
  /** Nobody reads on: the connection is given back. */
  cancel(): void;
}

/** What a stream needs to know of its body. */
export interface BodyStreamInit {
  readonly flow: Flow;
  readonly codings: readonly string[];
  /** Bytes, after decoding. */
  readonly limit: number;
  /** For whoever looks at the task that waits. */
  readonly description: string;
  /** The error for a body that cannot be taken in. */
  readonly error: (failure: DecodeFailure) => Error;
}

/** Bytes that may wait for the reader before the connection is paused. */
const highWater = 64 * 1024;

/**
 * A body that is read as it comes.
 *
 *     engine ── write ──> (decoders) ──> queue ── next ──> reader
 *        ^ pause when the queue is full ────┘
 */
export class BodyStream implements ResponseSink {
  readonly #init: BodyStreamInit;
  readonly #queue: Buffer[] = [];
  #size = 0;
  #coded = 0;
  #decoded = 0;
  #decoders: readonly Transform[] | undefined;
  /** Open while bytes may still come; a failure is told to every later reader. */
  #ending: { readonly error: unknown } | "open" | "complete" = "open";
  #reader: Future<Buffer | undefined> | undefined;
  /** Whether all has come that will. */
  #isReceived = false;
  #onReceived: (() => void) | undefined;

  constructor(init: BodyStreamInit) {
    this.#init = init;
  }

  /** The next bytes; undefined at the end. Cancelling the wait loses nothing. */
  next(): Future<Buffer | undefined> {
    return suspend<Buffer | undefined>((future) => {
      if (this.#reader !== undefined) return future.setException(new TypeError("The body is being read already"));
      const chunk = this.#queue.shift();
      if (chunk !== undefined) this.#taken(chunk, future);
      else if (this.#ending === "complete") future.setResult(undefined);
      else if (this.#ending !== "open") future.setException(this.#ending.error);
      else return this.#wait(future);
    }, this.#init.description);
  }

  /** Calls back when the connection has no more to do with this body. */
  onReceived(callback: () => void): void {
    if (this.#isReceived) callback();
    else this.#onReceived = callback;
  }

  write(chunk: Buffer): void {
    if (this.#ending !== "open") return;
    this.#coded += chunk.length;
    if (this.#init.codings.length === 0) return this.#deliver(chunk);
    this.#decoders ??= this.#makeDecoders(chunk);
    const [first] = this.#decoders;
    if (first === undefined || first.write(chunk)) return;
    this.#init.flow.pause();
    first.once("drain", () => this.#init.flow.resume());
  }

  end(): void {
    this.#received();
    const first = this.#decoders?.[0];
    if (first === undefined) this.#complete();
    else first.end();
  }

  fail(error: unknown): void {
    if (this.#ending !== "open") return;
    this.#ending = { error: error ?? new Error("The body was given up without an error") };
    this.#received();
    this.#drop();
    const reader = this.#takeReader();
    reader?.setException(this.#ending.error);
  }

  /** Gives the rest up, and the connection back. */
  cancel(reason: unknown): void {
    this.fail(reason);
    if (this.#ending === "complete") this.#queue.length = 0;
    this.#init.flow.cancel();
  }

  #received(): void {
    this.#isReceived = true;
    this.#onReceived?.();
    this.#onReceived = undefined;
  }

  #wait(future: Future<Buffer | undefined>): () => void {
    this.#reader = future;
    return () => void this.#takeReader();
  }

  #takeReader(): Future<Buffer | undefined> | undefined {
    const reader = this.#reader;
    this.#reader = undefined;
    return reader;
  }

  #deliver(chunk: Buffer): void {
    this.#decoded += chunk.length;
    const failure = sizeFailure(this.#decoded, this.#coded, this.#init.limit);
    if (failure !== undefined) return this.#refuse(failure);
    const reader = this.#takeReader();
    if (reader !== undefined) return reader.setResult(chunk);
    this.#queue.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= highWater) this.#holdBack();
  }

  #taken(chunk: Buffer, future: Future<Buffer | undefined>): void {
    const wasFull = this.#size >= highWater;
    this.#size -= chunk.length;
    future.setResult(chunk);
    if (wasFull && this.#size < highWater) this.#letGo();
  }

  #holdBack(): void {
    const last = this.#decoders?.at(-1);
    if (last === undefined) this.#init.flow.pause();
    else last.pause();
  }

  #letGo(): void {
    const last = this.#decoders?.at(-1);
    if (last === undefined) this.#init.flow.resume();
    else last.resume();
  }

  #complete(): void {
    if (this.#ending !== "open") return;
    this.#ending = "complete";
    this.#takeReader()?.setResult(undefined);
  }

  #refuse(failure: DecodeFailure): void {
    this.fail(this.#init.error(failure));
    this.#init.flow.cancel();
  }

  #makeDecoders(first: Buffer): Transform[] {
    // Only the first layer's bytes are known here; raw deflate below another coding is not told apart.
    const decoders = this.#init.codings.map((coding, index) => decoderFor(coding, index === 0 ? first : zlibHeader));
    for (const [index, decoder] of decoders.entries()) {
      decoder.on("error", (cause: Error) => this.#refuse({ kind: "damaged", cause }));
      const next = decoders[index + 1];
      if (next !== undefined) decoder.pipe(next);
    }
    decoders
      .at(-1)
      ?.on("data", (chunk: Buffer) => this.#deliver(chunk))
      .on("end", () => this.#complete());
    return decoders;
  }

  #drop(): void {
    this.#queue.length = 0;
    this.#size = 0;
    for (const decoder of this.#decoders ?? []) silence(decoder);
    this.#decoders = undefined;
  }
}

/** The first byte of a zlib stream. */
const zlibHeader = Uint8Array.of(0x78);
