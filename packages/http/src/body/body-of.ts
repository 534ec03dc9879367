import { FormBody } from "./form-body.ts";
import { bytesBody, type OutgoingBody } from "./outgoing-body.ts";
import { type ChunkSource, SourceBody } from "./source-body.ts";

/** What a request body may be. Streams and iterables are sent once: neither retried nor redirected with 307 or 308. */
export type BodyInput = string | ArrayBuffer | ArrayBufferView | URLSearchParams | FormData | Blob | ChunkSource;

/** The body of a request from `json` or `body`. */
export function bodyOf(json: unknown, body: BodyInput | null | undefined): OutgoingBody | undefined {
  if (json === undefined) return body === undefined || body === null ? undefined : fromInput(body);
  if (body !== undefined && body !== null) throw new TypeError("A request has either json or body, not both");
  const text = JSON.stringify(json) as string | undefined; // undefined for what JSON has no word for
  if (text === undefined)
    throw new TypeError("json must be something that JSON can express, not a function or a symbol");
  return bytesBody(text, "application/json");
}

function fromInput(body: BodyInput): OutgoingBody {
  if (typeof body === "string") return bytesBody(body, "text/plain;charset=UTF-8");
  if (body instanceof URLSearchParams)
    return bytesBody(body.toString(), "application/x-www-form-urlencoded;charset=UTF-8");
  if (body instanceof ArrayBuffer) return bytesBody(new Uint8Array(body), undefined);
  if (ArrayBuffer.isView(body))
    return bytesBody(new Uint8Array(body.buffer, body.byteOffset, body.byteLength), undefined);
  if (body instanceof FormData) return new FormBody(body);
  if (body instanceof Blob) return bytesBody(body, body.type === "" ? undefined : body.type);
  if (body instanceof ReadableStream || (typeof body === "object" && Symbol.asyncIterator in body))
    return new SourceBody(body);
  throw new TypeError(
    "body must be a string, bytes, URLSearchParams, FormData, a Blob or a stream; give an object as json",
  );
}
