import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { ZstdFrames } from "./zstd-frames.ts";

/** What is asked for when a request does not say otherwise. */
export const acceptedCodings = "gzip, deflate, br, zstd";

/** More layers than this are an attack, not a format. */
const mostLayers = 5;

const known: ReadonlySet<string> = new Set(["gzip", "x-gzip", "deflate", "br", "zstd"]);

/**
 * The codings of a body in the order in which they are to be undone. Empty when there are none, and when one is not
 * known: then the body stays as it is, as in the Fetch standard.
 *
 * @throws RangeError for too many
 */
export function codingsOf(contentEncoding: string | undefined): string[] {
  if (contentEncoding === undefined || contentEncoding === "") return [];
  const codings = contentEncoding
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim());
  const applied = codings.filter((coding) => coding !== "" && coding !== "identity").reverse();
  if (!applied.every((coding) => known.has(coding))) return [];
  if (applied.length > mostLayers)
    throw new RangeError(`${applied.length} content codings on top of each other, at most ${mostLayers}`);
  return applied;
}

/** A stream that undoes one coding. `first` is the beginning of the coded body. */
export function decoderFor(coding: string, first: Uint8Array): Transform {
  switch (coding) {
    case "br":
      return zlib.createBrotliDecompress();
    case "zstd":
      return new ZstdFrames();
    case "deflate":
      // RFC 9110 means the zlib format; some servers send bare deflate. The first byte tells.
      return ((first[0] ?? 0) & 0x0f) === 8 ? zlib.createInflate() : zlib.createInflateRaw();
    default:
      return zlib.createGunzip();
  }
}
