import { ConnectError, type ConnectErrorKind, GuardError, type RequestSummary } from "./errors.ts";
import { markLost } from "./lost-connection.ts";
import type { ConnectFailure } from "./pool/connect.ts";

/** Our error for a connection that did not come about. */
export function connectError(
  { kind, cause }: ConnectFailure,
  origin: string,
  request: RequestSummary,
): ConnectError | GuardError {
  if (kind === "guard")
    return new GuardError(`${request.method} ${request.url}: the guard refuses ${origin}: ${cause.message}`, {
      request,
      cause,
    });
  const message = `${request.method} ${request.url}: ${problem(kind, origin)}: ${wordsOf(cause)}`;
  const error = new ConnectError(message, { request, kind, cause });
  // A certificate or a proxy that refuses will do so again.
  return kind === "dns" || kind === "refused" ? markLost(error) : error;
}

/** Errors of OpenSSL have a place in its source for a message, and their reason apart. */
function wordsOf(cause: Error & { readonly library?: unknown; readonly reason?: unknown }): string {
  const { message, name, library, reason } = cause;
  if (typeof library !== "string" || typeof reason !== "string") return message || name;
  return reason === "wrong version number" ? "what answers there speaks no TLS; is it http:// that you want" : reason;
}

function problem(kind: ConnectErrorKind, origin: string): string {
  switch (kind) {
    case "dns":
      return `the name of ${origin} could not be resolved`;
    case "tls":
      return `no TLS connection to ${origin}`;
    case "proxy":
      return `no way to ${origin} through the proxy`;
    case "refused":
      return `no connection to ${origin}`;
  }
}
