import type { ClientResponse } from "../client-response.ts";
import type { HttpRequest, Send } from "../http-request.ts";
import { staleness } from "../lost-connection.ts";

const idempotent: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"]);

/**
 * Sends a request once more when a reused connection turns out to have been closed by the server meanwhile: a race that
 * is nobody's fault (RFC 9112, 9.3.1). Only what was not sent at all, or may be sent twice and `retry.replay` allows it;
 * on a new connection; once.
 */
export function replay(request: HttpRequest, next: Send): Promise<ClientResponse> {
  return next(request).catch((error: unknown) => {
    const stale = staleness(error);
    if (stale === undefined || !mayRepeat(request, stale.unsent)) throw error;
    request.call.check();
    request.fresh = true;
    return next(request);
  });
}

function mayRepeat({ method, body, settings }: HttpRequest, unsent: boolean): boolean {
  if (unsent) return body?.rewindable !== false || !body.consumed;
  return settings.retry.replay && idempotent.has(method) && body?.rewindable !== false;
}
