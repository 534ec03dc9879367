import type { PageError } from "./page-error.ts";

/**
 * A host asked for more rests than it gets, or for one of `retryAfter` ms, longer than the `longest` that is waited out;
 * `said` is what it did besides, as the beginning of a sentence.
 */
export function rateLimited(said: string, retryAfter: number | undefined, longest: number): PageError {
  const asked =
    retryAfter !== undefined && retryAfter > longest
      ? `to wait ${Math.ceil(retryAfter / 1000)} s, longer than maxRetryAfter allows`
      : "again and again to wait";
  return { code: "ERR_BAEDAL_RATE_LIMITED", message: `${said} and asked ${asked}` };
}
