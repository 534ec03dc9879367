import { decodeTrace, type DecodedTrace } from "../../columns/decode-trace.ts";

/**
 * The recording that the page carries.
 *
 * @throws {Error} if it is damaged, or the browser too old to unpack it
 */
export async function readRecording(base64: string): Promise<DecodedTrace> {
  if (typeof DecompressionStream === "undefined") {
    throw new TypeError("This browser is too old to unpack the recording; any of 2023 or later will do");
  }
  const packed = bytesOf(base64);
  const unpacking = new DecompressionStream("gzip");
  const writer = unpacking.writable.getWriter();
  // Not by way of a Blob, whose stream ends Chromium where the origin is a file's. A failure arrives at the reader too.
  writer.write(packed).catch(() => {});
  writer.close().catch(() => {});
  const bytes = new Uint8Array(await new Response(unpacking.readable).arrayBuffer());
  const decoder = new TextDecoder();
  return decodeTrace(bytes, (part) => decoder.decode(part));
}

/** Browsers of before 2025 have to be told how; a megabyte takes them a fifth of a second. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  if (typeof Uint8Array.fromBase64 === "function") return Uint8Array.fromBase64(base64);
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
