import type { ClientResponse } from "../client-response.ts";
import type { HttpRequest, Policy, Send } from "../http-request.ts";
import { isLost, staleness } from "../lost-connection.ts";
import type { RetrySettings } from "../options/retry-options.ts";
import { retryAfter } from "./retry-after.ts";
import { RetryBudget } from "./retry-budget.ts";

/** What a try ended with. */
type Outcome = { readonly response: ClientResponse } | { readonly error: unknown };

/** Tries again what failed for a reason that may pass. */
export function retry(): Policy {
  const budget = new RetryBudget();
  return (request, next) => (request.settings.retry.attempts <= 1 ? next(request) : tryAgain(request, next, budget));
}

async function tryAgain(request: HttpRequest, next: Send, budget: RetryBudget): Promise<ClientResponse> {
  const { retry: settings } = request.settings;
  const { clock } = request.call;
  budget.request(request.url.host, clock.now());
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(request, next);
    const delay = delayAfter(outcome, request, settings, attempt);
    if (delay === undefined || !budget.take(request.url.host, settings.budget, clock.now())) return conclude(outcome);
    if ("response" in outcome) outcome.response.discard(new Error("The response was given up for another try"));
    await request.call.pause(delay);
    request.attempts++;
    request.fresh = request.settings.freshConnection || isStale(outcome);
  }
}

async function attemptOnce(request: HttpRequest, next: Send): Promise<Outcome> {
  try {
    return { response: await next(request) };
  } catch (error) {
    return { error };
  }
}

function conclude(outcome: Outcome): ClientResponse {
  if ("response" in outcome) return outcome.response;
  throw outcome.error;
}

/** How long to wait before the next try; undefined if there is to be none. */
function delayAfter(
  outcome: Outcome,
  request: HttpRequest,
  settings: RetrySettings,
  attempt: number,
): number | undefined {
  const { call, method, body } = request;
  if (call.stopped !== undefined || attempt >= settings.attempts || !settings.methods.has(method)) return undefined;
  if (body?.rewindable === false || !isTransient(outcome, settings)) return undefined;
  const delay = asked(outcome) ?? backoff(settings, attempt);
  // A wait that the deadline cannot hold would only turn a known answer into a timeout.
  return call.clock.now() + delay < call.deadline ? delay : undefined;
}

function isTransient(outcome: Outcome, settings: RetrySettings): boolean {
  return "response" in outcome ? settings.statuses.has(outcome.response.status) : isLost(outcome.error);
}

function isStale(outcome: Outcome): boolean {
  return "error" in outcome && staleness(outcome.error) !== undefined;
}

function asked(outcome: Outcome): number | undefined {
  return "response" in outcome ? retryAfter(outcome.response.field("retry-after"), Date.now()) : undefined;
}

/** "Full jitter": clients that failed together do not come back together. */
function backoff({ backoff: base, maxDelay }: RetrySettings, attempt: number): number {
  return Math.random() * Math.min(maxDelay, base * 2 ** (attempt - 1));
}
