/**
 * What goes wrong in reading what others wrote:
 *
 *     TraceFileError      a file is no recording, or one that this version cannot read
 */

/** A file that cannot be shown. */
export class TraceFileError extends Error {
  override readonly name: string = "TraceFileError";
  /** Stable across releases; the message is not. */
  readonly code: "ERR_BAEDAL_TRACE_FOREIGN" | "ERR_BAEDAL_TRACE_VERSION";

  constructor(code: TraceFileError["code"], message: string) {
    super(message);
    this.code = code;
  }
}
