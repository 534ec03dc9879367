import type { Readable } from "node:stream";

/** The body of a request in the shape that the engine takes, with what the policies need to know of it. */
export interface OutgoingBody {
  /** Content-Type to send when the caller gave none. */
  readonly contentType: string | undefined;
  /** Whether `content()` may be asked for more than once: a redirect or a retry sends the body again. */
  readonly rewindable: boolean;
  /** Whether `content()` was asked for. */
  readonly consumed: boolean;
  /** The bytes, or a source of them that ends with the request. */
  content(): Uint8Array | string | Readable | AsyncIterable<Uint8Array>;
}

/** A body that is all there. */
export function bytesBody(content: Uint8Array | string, contentType: string | undefined): OutgoingBody {
  return { contentType, rewindable: true, consumed: false, content: () => content };
}
