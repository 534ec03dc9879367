import { type RequestSummary, SessionClosedError } from "./errors.ts";

/** The error of a request that a closed session refuses or drops. */
export function closedError({ summary }: { readonly summary: RequestSummary }): SessionClosedError {
  const message = `${summary.method} ${summary.url}: the session was closed; make a new one`;
  return new SessionClosedError(message, { request: summary });
}
