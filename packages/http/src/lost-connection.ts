import type { HttpError } from "./errors.ts";

const lost = new WeakSet<HttpError>();
const stale = new WeakMap<HttpError, { readonly unsent: boolean }>();

/** Notes that a request failed because its connection broke, which another one may not. */
export function markLost<E extends HttpError>(error: E): E {
  lost.add(error);
  return error;
}

/** Whether the request failed because its connection broke. */
export function isLost(error: unknown): boolean {
  return lost.has(error as HttpError); // a WeakSet answers false for anything else
}

/** Notes that the connection had served before and broke without a byte of answer: the server had closed it meanwhile. */
export function markStale<E extends HttpError>(error: E, unsent: boolean): E {
  stale.set(error, { unsent });
  return Object.assign(error, { stale: true });
}

/** How the request met a stale connection, if it did; `unsent` when nothing of it was written. */
export function staleness(error: unknown): { readonly unsent: boolean } | undefined {
  return stale.get(error as HttpError); // as above
}
