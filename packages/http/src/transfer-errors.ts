import { type DecodeFailure, describeFailure } from "./body/decode-failure.ts";
import { BodyError, type RequestSummary, TimeoutError, type TimeoutPhase } from "./errors.ts";
import type { HttpResponse } from "./http-response.ts";
import { markLost } from "./lost-connection.ts";

/** The body of a request is used up. */
export function sentBefore(request: RequestSummary): BodyError {
  const problem = "its body is a stream that was sent already and cannot be sent again; give bytes or a Blob";
  return new BodyError(`${request.method} ${request.url}: ${problem}`, { request });
}

/** The body of an answer cannot be taken in. */
export function bodyError(request: RequestSummary, failure: DecodeFailure): BodyError {
  const cause = failure.kind === "damaged" ? failure.cause : undefined;
  const message = `${request.method} ${request.url}: the body ${describeFailure(failure)}`;
  return new BodyError(message, { request, cause });
}

/** Status and headers had come before the body failed; `answer` has them, and no body. */
export function keepAnswer(error: unknown, answer: HttpResponse): void {
  const isOfBody = error instanceof BodyError || error instanceof TimeoutError; // others may be one for many requests
  if (!isOfBody || error.response !== undefined) return;
  Object.defineProperty(error, "response", { value: answer, writable: true, configurable: true });
}

/** The time of a phase is up; another connection may be faster, a longer queue is not. */
export function phaseTimeout(request: RequestSummary, phase: TimeoutPhase, limit: number): TimeoutError {
  const message = `${request.method} ${request.url}: ${phaseWords[phase]} within timeout.${phase}, ${limit} ms`;
  const error = new TimeoutError(message, { request, phase });
  return phase === "queue" ? error : markLost(error);
}

const phaseWords: Readonly<Record<TimeoutPhase, string>> = {
  queue: "no connection was free",
  connect: "no connection came about",
  read: "not a byte of the answer came",
  total: "it was not done",
};
