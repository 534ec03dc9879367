import { BrokenAnswer, type FetchAnswer } from "./fetcher.ts";
import { type PageError, pageErrorOf } from "./page-error.ts";
import { retryAfterOf } from "./retry-after.ts";

/** How a request went. */
export type Attempt =
  | { readonly answer: FetchAnswer; readonly error?: undefined }
  /** `begun` is its answer as far as that had come, if it had begun. */
  | { readonly error: unknown; readonly begun?: FetchAnswer; readonly answer?: undefined };

/** A request that threw. */
export function failedAttempt(thrown: unknown): Attempt {
  return thrown instanceof BrokenAnswer ? { error: thrown.cause, begun: thrown.answer } : { error: thrown };
}

/** What follows from it. */
export type Verdict =
  /** The page has its answer. */
  | { readonly kind: "finish"; readonly error?: PageError }
  /** The answer leads elsewhere. */
  | { readonly kind: "redirect"; readonly location: string }
  /** The body is larger than allowed, and was not taken in. */
  | { readonly kind: "too large"; readonly error: PageError }
  /** A kept-alive connection turned out to be closed, which is nobody's fault: at once again over a new one. */
  | { readonly kind: "stale"; readonly error: PageError }
  /** It may go better in a while. */
  | { readonly kind: "retry"; readonly error: PageError }
  /** The host wants to be left alone, for `retryAfter` ms if it said so. */
  | { readonly kind: "rest"; readonly retryAfter: number | undefined; readonly error: PageError };

const redirects = new Set([301, 302, 303, 307, 308]);
const passing = new Set([408, 502, 503, 504]);
/** Errors of `@baedal/http` that may be gone next time; the others say the same every time. */
const passingErrors = new Set(["ERR_BAEDAL_CONNECT", "ERR_BAEDAL_TIMEOUT", "ERR_BAEDAL_PROTOCOL", "ERR_BAEDAL_BODY"]);

/** Decides what one request means for its page; `time` is in ms since 1970, `maxBody` the bytes that were allowed. */
export function judge(attempt: Attempt, time: number, maxBody: number): Verdict {
  if (attempt.answer === undefined) return judgeError(attempt.error, maxBody);
  const { status } = attempt.answer;
  const location = redirects.has(status) ? headerOf(attempt.answer, "location") : undefined;
  if (location !== undefined) return { kind: "redirect", location };
  if (status < 400) return { kind: "finish" };
  const error: PageError = { code: "ERR_BAEDAL_STATUS", message: `The server answered ${statusText(attempt.answer)}` };
  const retryAfter = retryAfterOf(headerOf(attempt.answer, "retry-after"), time);
  if (status === 429 || (status === 503 && retryAfter !== undefined)) return { kind: "rest", retryAfter, error };
  return passing.has(status) ? { kind: "retry", error } : { kind: "finish", error };
}

function judgeError(thrown: unknown, maxBody: number): Verdict {
  const error = pageErrorOf(thrown);
  if (error.code === "ERR_BAEDAL_BODY" && /larger than maxBodySize/.test(error.message)) {
    return {
      kind: "too large",
      error: { code: "ERR_BAEDAL_MAX_BODY", message: `The body is larger than maxBody, ${maxBody} bytes` },
    };
  }
  if ((thrown as { stale?: unknown }).stale === true) return { kind: "stale", error };
  return { kind: mayPass(thrown) ? "retry" : "finish", error };
}

/** What a request failed with may be gone next time; a certificate that is refused stays so. */
export function mayPass(thrown: unknown): boolean {
  return passingErrors.has(pageErrorOf(thrown).code) && (thrown as { kind?: unknown }).kind !== "tls";
}

/** The first value of a header, whatever its case. */
export function headerOf(answer: Pick<FetchAnswer, "headers">, name: string): string | undefined {
  return answer.headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Every value of a header, whatever its case. */
export function headersOf(answer: Pick<FetchAnswer, "headers">, name: string): string[] {
  return answer.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}

/** Status and reason, such as `404 Not Found`. */
export function statusText({ status, reason }: FetchAnswer): string {
  return reason === "" ? String(status) : `${status} ${reason}`;
}
