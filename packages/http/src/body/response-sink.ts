/** Where the bytes of a body go as they come. */
export interface ResponseSink {
  write(chunk: Buffer): void;
  /** The body is complete. */
  end(): void;
  /** It will not become complete. */
  fail(error: unknown): void;
}
