import type { Transform } from "node:stream";
import type { BodyAccount, BodyBudget } from "../body-budget.ts";
import type { BufferObserver } from "./body-buffer.ts";
import { decoderFor } from "./content-coding.ts";
import { silence } from "./decode.ts";
import { sizeFailure } from "./decode-failure.ts";
import type { ResponseSink } from "./response-sink.ts";

/** How a body that finds no room is held back at its source. */
export interface MeteredFlow {
  pause(): void;
  resume(): void;
  /** The body has begun to wait for room, or has ended that: time in which the server is not waited for. */
  waits(waiting: boolean): void;
}

export interface MeteredBufferInit {
  readonly budget: BodyBudget;
  readonly flow: MeteredFlow;
  readonly codings: readonly string[];
  /** Bytes, after decoding. */
  readonly limit: number;
  readonly observer: BufferObserver;
}

/**
 * Collects a body whose bytes count against a budget. Unlike `BodyBuffer` it undoes codings as the bytes come: of a coded
 * body nobody can know how much it will be, so it has to be possible to stop in the middle.
 */
export class MeteredBuffer implements ResponseSink {
  readonly #init: MeteredBufferInit;
  readonly #account: BodyAccount;
  #chunks: Buffer[] = [];
  #coded = 0;
  #size = 0;
  /** In the order in which they undo. */
  #decoders: readonly Transform[] = [];
  #held = false;
  #over = false;

  constructor(init: MeteredBufferInit) {
    this.#init = init;
    this.#account = init.budget.open(() => this.#goOn());
  }

  write(chunk: Buffer): void {
    if (this.#over) return;
    this.#coded += chunk.length;
    if (this.#init.codings.length === 0) return this.#keep(chunk);
    if (this.#decoders.length === 0) this.#decoders = this.#makeDecoders(chunk);
    const [first] = this.#decoders;
    if (first === undefined || first.write(chunk)) return;
    this.#init.flow.pause();
    first.once("drain", () => this.#init.flow.resume());
  }

  end(): void {
    if (this.#over) return;
    const [first] = this.#decoders;
    if (first === undefined) this.#complete();
    else first.end();
  }

  fail(): void {
    if (this.#over) return;
    this.#over = true;
    this.#chunks = [];
    for (const decoder of this.#decoders) silence(decoder);
    this.#account.close();
  }

  #keep(chunk: Buffer): void {
    this.#size += chunk.length;
    const { limit, observer, flow } = this.#init;
    const failure = sizeFailure(this.#size, this.#coded, limit);
    if (failure !== undefined) {
      this.fail();
      return observer.unreadable(failure);
    }
    this.#chunks.push(chunk);
    if (this.#account.take(chunk.length) || this.#held) return;
    this.#held = true;
    flow.waits(true);
    const last = this.#decoders.at(-1);
    if (last === undefined) flow.pause();
    else last.pause();
  }

  #goOn(): void {
    if (!this.#held || this.#over) return;
    this.#held = false;
    const { flow } = this.#init;
    flow.waits(false);
    const last = this.#decoders.at(-1);
    if (last === undefined) flow.resume();
    else last.resume();
  }

  #complete(): void {
    if (this.#over) return;
    this.#over = true;
    const chunks = this.#chunks;
    this.#chunks = [];
    const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, this.#size); // one chunk
    this.#account.close();
    this.#init.observer.buffered(body);
  }

  #makeDecoders(start: Buffer): Transform[] {
    // Only the first layer's bytes are known here; raw deflate below another coding is not told apart.
    const decoders = this.#init.codings.map((coding, index) => decoderFor(coding, index === 0 ? start : zlibHeader));
    for (const [index, decoder] of decoders.entries()) {
      decoder.on("error", (cause: Error) => this.#damaged(cause));
      const next = decoders[index + 1];
      if (next !== undefined) decoder.pipe(next);
    }
    decoders
      .at(-1)
      ?.on("data", (chunk: Buffer) => this.#keep(chunk))
      .on("end", () => this.#complete());
    return decoders;
  }

  #damaged(cause: Error): void {
    if (this.#over) return;
    this.fail();
    this.#init.observer.unreadable({ kind: "damaged", cause });
  }
}

/** The first byte of a zlib stream. */
const zlibHeader = Uint8Array.of(0x78);
