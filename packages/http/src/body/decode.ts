import type { Transform } from "node:stream";
import { decoderFor } from "./content-coding.ts";

/** Beyond this size of the decoded body a bomb is told by its ratio. */
const suspiciousSize = 16 * 1024 * 1024;

/** Repeated bytes shrink 1,030-fold in gzip; text seldom more than 20-fold. */
const suspiciousRatio = 500;

/** Why a body could not be decoded. */
export type DecodeFailure =
  | { readonly kind: "too large"; readonly limit: number }
  | { readonly kind: "bomb"; readonly ratio: number }
  | { readonly kind: "damaged"; readonly cause: Error };

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
  let abort = undo(coding, coded, limit, (decoded) => {
    abort = decode(decoded, rest, limit, done, failed);
  }, failed);
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
    const failure = check(size, coded.length, limit);
    if (failure !== undefined) return stop(decoder, () => failed(failure));
    chunks.push(chunk);
  });
  decoder.once("error", (cause) => stop(decoder, () => failed({ kind: "damaged", cause })));
  decoder.once("end", () => done(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size))); // one chunk
  decoder.end(coded);
  return () => stop(decoder, () => {});
}

function stop(decoder: Transform, then: () => void): void {
  decoder.removeAllListeners();
  // Work on its way through the thread pool may still fail.
  decoder.on("error", () => {});
  decoder.destroy();
  then();
}

/** What is wrong with so large a body from so few coded bytes, if anything. */
export function check(size: number, coded: number, limit: number): DecodeFailure | undefined {
  if (size > limit) return { kind: "too large", limit };
  if (size > suspiciousSize && size / coded > suspiciousRatio) return { kind: "bomb", ratio: Math.round(size / coded) };
  return undefined;
}
