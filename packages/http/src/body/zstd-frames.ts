import { Transform, type TransformCallback } from "node:stream";
import { constants, createZstdDecompress, type ZstdDecompress } from "node:zlib";

/** A chunk that was given to a decoder, until that has taken it or has ended. */
interface Pending {
  readonly chunk: Buffer;
  readonly done: TransformCallback;
}

/** RFC 9659: over HTTP no frame needs more than 8 MB to be undone; the format allows gigabytes. */
const windowLog = 23;

/**
 * Undoes zstd of any number of frames (RFC 8878, 3). The decoder of Node 24 ends silently with the first one, so that what
 * comes after it would be missing from the body; here another decoder takes it up.
 */
export class ZstdFrames extends Transform {
  #decoder: ZstdDecompress | undefined;
  /** Bytes that the present decoder was given. */
  #given = 0;
  #pending: Pending | undefined;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (chunk.length === 0) return done();
    const decoder = (this.#decoder ??= this.#begin());
    const pending = { chunk, done };
    this.#pending = pending;
    this.#given += chunk.length;
    decoder.write(chunk, () => {
      if (this.#pending !== pending || decoder.destroyed) return;
      this.#pending = undefined;
      done();
    });
  }

  override _flush(done: TransformCallback): void {
    if (this.#decoder === undefined) return done();
    this.#decoder.once("end", () => done());
    this.#decoder.end();
  }

  override _read(size: number): void {
    super._read(size);
    this.#decoder?.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#decoder?.destroy();
    done(error);
  }

  #begin(): ZstdDecompress {
    const decoder = createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: windowLog } });
    this.#given = 0;
    decoder.on("data", (bytes: Buffer) => {
      if (!this.push(bytes)) decoder.pause();
    });
    decoder.on("error", (error) => this.destroy(error));
    decoder.once("end", () => this.#frameEnded(decoder));
    return decoder;
  }

  /** What the decoder left of the chunk belongs to the next frame. */
  #frameEnded(decoder: ZstdDecompress): void {
    this.#decoder = undefined;
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    const { chunk, done } = pending;
    const left = this.#given - decoder.bytesWritten;
    if (decoder.bytesWritten === 0 || left > chunk.length) return done(new Error("A zstd frame makes no progress"));
    this._transform(chunk.subarray(chunk.length - left), "utf8", done);
  }
}
