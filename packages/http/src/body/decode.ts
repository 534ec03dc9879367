import type { Transform } from "node:stream";
import { decoderFor } from "./content-coding.ts";
import { codedLimit, type DecodeFailure, sizeFailure } from "./decode-failure.ts";

/** Undoes the codings of a whole body; the result gives up. Exactly one of the callbacks is called, once, unless given up. */
export function decode(
  coded: Buffer,
  codings: readonly string[],
  limit: number,
  done: (decoded: Buffer) => void,
  failed: (failure: DecodeFailure) => void,
): () => void {
  const [coding, ...rest] = codings;
  if (coding === undefined || coded.length === 0) {
    done(coded);
    return () => {};
  }
  const goOn = (decoded: Buffer): void => {
    abort = decode(decoded, rest, limit, done, failed);
  };
  const most = rest.length === 0 ? limit : codedLimit(limit);
  let abort = undo(coding, coded, most, goOn, (failure) =>
    failed(failure.kind === "too large" ? { ...failure, limit } : failure),
  );
  return () => abort();
}

function undo(
  coding: string,
  coded: Buffer,
  limit: number,
  done: (decoded: Buffer) => void,
  failed: (failure: DecodeFailure) => void,
): () => void {
  const decoder = decoderFor(coding, coded);
  const chunks: Buffer[] = [];
  let size = 0;
  decoder.on("data", (chunk: Buffer) => {
    size += chunk.length;
    const failure = sizeFailure(size, coded.length, limit);
    if (failure === undefined) return void chunks.push(chunk);
    silence(decoder);
    failed(failure);
  });
  decoder.once("error", (cause) => {
    silence(decoder);
    failed({ kind: "damaged", cause });
  });
  decoder.once("end", () => done(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size))); // one chunk
  decoder.end(coded);
  return () => silence(decoder);
}

/** Ends a decoder that nobody listens to any more. */
export function silence(decoder: Transform): void {
  decoder.removeAllListeners();
  // Work on its way through the thread pool may still fail.
  decoder.on("error", () => {});
  decoder.destroy();
}
