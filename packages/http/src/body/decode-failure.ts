/** Beyond this size of the decoded body a bomb is told by its ratio. */
const suspiciousSize = 16 * 1024 * 1024;

/** Repeated bytes shrink 1,030-fold in gzip; text seldom more than 20-fold. */
const suspiciousRatio = 500;

/** Why a body could not be taken in. */
export type DecodeFailure =
  | { readonly kind: "too large"; readonly limit: number }
  | { readonly kind: "bomb"; readonly ratio: number }
  | { readonly kind: "damaged"; readonly cause: Error };

/**
 * Bytes that a coded body may have where `limit` counts decoded ones: what does not compress grows by its frame, and a
 * server that flushes after each line adds a little to each. More is not held in memory.
 */
export function codedLimit(limit: number): number {
  return 2 * limit + 64 * 1024;
}

/** What is wrong with so large a body from so few coded bytes, if anything. */
export function sizeFailure(size: number, coded: number, limit: number): DecodeFailure | undefined {
  if (size > limit) return { kind: "too large", limit };
  if (size > suspiciousSize && size / coded > suspiciousRatio) return { kind: "bomb", ratio: Math.round(size / coded) };
  return undefined;
}

/** The failure in words that follow "the body". */
export function describeFailure(failure: DecodeFailure): string {
  switch (failure.kind) {
    case "too large":
      return `is larger than maxBodySize, ${failure.limit} bytes; raise it, or read it with stream()`;
    case "bomb":
      return `unpacks to ${failure.ratio} times its size, which only a decompression bomb does`;
    case "damaged":
      return `cannot be decoded: ${failure.cause.message}`;
  }
}
