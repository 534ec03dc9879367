/** What the engine is given as a body. */
export type Content = Uint8Array | string | Blob | AsyncIterable<Uint8Array>;

/** The body of a request, with what the policies need to know of it. */
export interface OutgoingBody {
  /** Content-Type to send when the caller gave none. */
  readonly contentType: string | undefined;
  /** Bytes, where they are known before. */
  readonly length: number | undefined;
  /** Whether `content()` may be asked for more than once: a redirect or a retry sends the body again. */
  readonly rewindable: boolean;
  /** Whether `content()` was asked for. */
  readonly consumed: boolean;
  /** The error that the source of the body ended with, if it did. */
  readonly failure: { readonly error: unknown } | undefined;
  content(): Content;
  /** The request is over: a source that was not read to its end is closed. */
  release(reason: unknown): void;
}

/** A body that is all there. */
export function bytesBody(content: Uint8Array | string | Blob, contentType: string | undefined): OutgoingBody {
  return {
    contentType,
    get length() {
      return typeof content === "string"
        ? Buffer.byteLength(content)
        : content instanceof Uint8Array
          ? content.byteLength
          : content.size;
    },
    rewindable: true,
    consumed: false,
    failure: undefined,
    content: () => content,
    release: () => {},
  };
}
