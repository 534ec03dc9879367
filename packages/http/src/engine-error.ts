import { BodyError, type HttpError, ProtocolError, type RequestSummary } from "./errors.ts";
import { markLost } from "./lost-connection.ts";

/** What was known of a request when the engine gave up on it. */
export interface FailureContext {
  readonly request: RequestSummary;
  /** Whether the status and the headers had come. */
  readonly answered: boolean;
  /** Bytes of the body that had come. */
  readonly received: number;
  /** What Content-Length promised, if it did. */
  readonly expected: number | undefined;
}

type EngineError = Error & { readonly code?: string };

/** Errors that mean that the caller gave the engine something it does not send. */
const callerErrors: ReadonlySet<unknown> = new Set([
  "UND_ERR_INVALID_ARG",
  "UND_ERR_NOT_SUPPORTED",
  "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH",
]);

/** Our error for one of the engine or of the socket. */
export function fromEngine(cause: EngineError, context: FailureContext): HttpError | TypeError {
  const { request, answered } = context;
  const what = `${request.method} ${request.url}`;
  const code = cause.code ?? "";
  if (callerErrors.has(code)) return new TypeError(`${what} cannot be sent: ${cause.message}`, { cause });
  if (code === "UND_ERR_HEADERS_OVERFLOW") {
    return new ProtocolError(
      `${what}: the answer has more headers than maxHeaderSize allows; raise it if that is right`,
      { request, cause },
    );
  }
  if (isIncomplete(cause)) {
    if (answered) return markLost(new BodyError(`${what}: ${incomplete(context)}`, { request, cause }));
    return markLost(new ProtocolError(`${what}: the connection was closed without a whole answer`, { request, cause }));
  }
  return new ProtocolError(`${what}: the answer is not valid HTTP: ${reasonOf(cause)}`, { request, cause });
}

/** Whether the connection ended early, rather than something wrong coming over it. */
function isIncomplete(cause: EngineError): boolean {
  return cause.name !== "HTTPParserError" || cause.message.includes("Invalid EOF state");
}

function incomplete({ received, expected }: FailureContext): string {
  const promised = expected === undefined ? "before its end" : `after ${received} of ${expected} bytes`;
  return `the connection was closed in the middle of the body, ${promised}`;
}

function reasonOf(cause: EngineError): string {
  const inside = /\((.*)\)$/.exec(cause.message);
  return inside?.[1] ?? cause.message;
}
