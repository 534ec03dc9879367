import { CancelledError, now } from "baedal";

import type { Budget } from "./budget.ts";
import { epoch } from "./epoch.ts";
import type { FetchAnswer, Fetcher } from "./fetcher.ts";
import { attemptTimings, hopOf, outcomeOf } from "./finish-page.ts";
import type { Completion } from "./frontier.ts";
import { type Attempt, failedAttempt, judge, type Verdict } from "./judge.ts";
import { hostOf } from "./normalize-url.ts";
import { FetchedPage, type Page } from "./page.ts";
import type { PageError } from "./page-error.ts";
import type { PageReader } from "./page-reader.ts";
import { rateLimited } from "./rate-limited.ts";
import { resolveRedirect } from "./resolve-redirect.ts";
import type { Lane } from "./schedule/lane.ts";
import type { AnsweredRequest } from "./schedule/pace.ts";
import type { Settings } from "./settings.ts";
import type { Visit } from "./visit.ts";

const mostRedirects = 10;

/** A page that is finished, for whoever hears of it once it is on disk; one that was returned has no `page`. */
export interface PageNews {
  readonly host: string;
  readonly page: Page | undefined;
  readonly failed: boolean;
  readonly bytes: number;
}

/** What the steps of a visit need of the run that they belong to. */
export interface VisitSurroundings {
  readonly settings: Settings;
  readonly fetcher: Fetcher;
  readonly reader: PageReader;
  readonly budget: Budget;
  /** False once nothing new may be asked for: what needs another request goes back to the queue. */
  goesOn(): boolean;
  /** The visit goes on with a request to the host of its `url`. */
  enqueue(visit: Visit): void;
  commit(completion: Completion, news: PageNews): void;
  /** The bytes of a body are in memory, until the result is disposed of. */
  hold(bytes: number): Disposable;
}

/** Takes a visit through one request, and to whatever follows from its answer. */
export class VisitSteps {
  readonly #run: VisitSurroundings;

  constructor(run: VisitSurroundings) {
    this.#run = run;
  }

  /** Sends the next request of a visit. Ends when the visit is finished, waits again, or was given back. */
  async perform(lane: Lane, visit: Visit): Promise<void> {
    const began = now();
    if (visit.hops.length === 0) beginAttempt(visit, began);
    try {
      const attempt = await this.#send(lane, visit);
      visit.spent += now() - began;
      using _ = this.#run.hold(attempt.answer?.body.length ?? 0);
      await this.#conclude(lane, visit, began, attempt);
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      this.giveBack(visit);
    }
  }

  /** Ends a visit whose next request is not to be sent. */
  async refuse(visit: Visit, error: PageError): Promise<void> {
    await this.#finish(visit, now(), undefined, error);
  }

  /** The page goes back to the queue as if it had not been touched, but for the count of attempts. */
  giveBack(visit: Visit): void {
    const completion: Completion = { kind: "returned", id: visit.page.id, attempts: visit.attempts };
    this.#run.commit(completion, { host: hostOf(visit.page.url), page: undefined, failed: false, bytes: 0 });
  }

  async #send(lane: Lane, visit: Visit): Promise<Attempt> {
    const { settings, fetcher, budget } = this.#run;
    const timeout = Math.max(1, settings.timeout - visit.spent);
    const maxBody = Math.min(settings.maxBody, budget.bytesLeft);
    try {
      const headers = conditionsOf(visit);
      const { url, fresh } = visit;
      return { answer: await fetcher.fetch({ url, headers, trusted: lane.start, timeout, maxBody, fresh }) };
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      return failedAttempt(error);
    }
  }

  async #conclude(lane: Lane, visit: Visit, began: number, attempt: Attempt): Promise<void> {
    const { settings, budget } = this.#run;
    const verdict = judge(attempt, Date.now(), Math.min(settings.maxBody, budget.bytesLeft));
    const answer = attempt.answer ?? attempt.begun;
    const sent = answer?.timings.sent;
    if (typeof sent === "number") lane.pace.sent(began + sent);
    if (verdict.kind === "retry") lane.pace.failed(began, now());
    else if (verdict.kind !== "rest" && verdict.kind !== "stale")
      lane.pace.succeeded(answeredRequest(began, attempt.answer));
    switch (verdict.kind) {
      case "finish":
        return this.#finish(visit, began, answer, verdict.error ?? null);
      case "too large":
        return this.#refuseBody(visit, began, answer, verdict.error);
      case "redirect":
        return this.#redirect(visit, began, answer, verdict.location);
      case "stale":
        return this.#sendAgain(visit);
      case "retry":
        return this.#retry(visit, began, answer, verdict.error);
      case "rest":
        return this.#rest(lane, visit, began, answer, verdict);
    }
  }

  async #refuseBody(visit: Visit, began: number, answer: FetchAnswer | undefined, error: PageError): Promise<void> {
    const { settings, budget } = this.#run;
    // Not the page is too large, but what is left of the budget too small.
    if (budget.bytesLeft < settings.maxBody && !budget.pay(budget.bytesLeft + 1)) this.giveBack(visit);
    else await this.#finish(visit, began, answer, error);
  }

  async #redirect(visit: Visit, began: number, answer: FetchAnswer | undefined, location: string): Promise<void> {
    if (answer === undefined) return;
    if (visit.hops.length >= mostRedirects) {
      const message = `More than ${mostRedirects} redirects, the last of them to ${JSON.stringify(location)}`;
      return this.#finish(visit, began, answer, { code: "ERR_BAEDAL_TOO_MANY_REDIRECTS", message });
    }
    const target = resolveRedirect(location, visit.url);
    if (typeof target !== "string") return this.#finish(visit, began, answer, target);
    const refusal = this.#run.reader.refusesRedirect(visit.url, target);
    if (refusal !== undefined) return this.#finish(visit, began, answer, refusal);
    visit.hops.push(hopOf(visit.url, answer, epoch()));
    visit.opening ??= answer.timings;
    visit.url = target;
    this.#goOn(visit);
  }

  async #retry(visit: Visit, began: number, answer: FetchAnswer | undefined, error: PageError): Promise<void> {
    visit.failures += 1;
    if (visit.failures > this.#run.settings.retries) return this.#finish(visit, began, answer, error);
    beginAnew(visit);
    visit.notBefore = now() + backoff(visit.failures);
    this.#goOn(visit);
  }

  /** A new attempt, which counts like any other, but neither as a failure nor as a reason to wait. */
  #sendAgain(visit: Visit): void {
    beginAnew(visit);
    visit.fresh = true;
    this.#goOn(visit);
  }

  async #rest(
    lane: Lane,
    visit: Visit,
    began: number,
    answer: FetchAnswer | undefined,
    verdict: Verdict & { kind: "rest" },
  ): Promise<void> {
    const { retryAfter } = verdict;
    const longest = this.#run.settings.maxRetryAfter;
    const rests = (retryAfter ?? 0) <= longest && lane.pace.rest(began, now(), retryAfter);
    if (!rests) return this.#finish(visit, began, answer, rateLimited(verdict.error.message, retryAfter, longest));
    this.#goOn(visit);
  }

  #goOn(visit: Visit): void {
    if (this.#run.goesOn()) this.#run.enqueue(visit);
    else this.giveBack(visit);
  }

  async #finish(
    visit: Visit,
    began: number,
    answer: FetchAnswer | undefined,
    failure: PageError | null,
  ): Promise<void> {
    const {
      page: { id, url, depth },
      attempts,
    } = visit;
    const span = { first: visit.opening ?? answer?.timings, last: answer?.timings, offset: began - visit.attemptStart };
    const timings = attemptTimings(span, now() - visit.attemptStart);
    const finalUrl = answer === undefined && visit.hops.length === 0 ? null : visit.url;
    const parts = { url, finalUrl, depth, attempts, timings, error: failure, answer };
    const bytes = answer?.body.length ?? 0;
    if (failure === null && answer?.status === 304 && visit.page.validators !== undefined) {
      const news = { host: hostOf(url), page: new FetchedPage(parts), failed: false, bytes };
      return this.#run.commit({ kind: "unchanged", id, fetchedAt: epoch() }, news);
    }
    const fetchedAt = epoch();
    const { error, data, links } = await this.#run.reader.read(parts);
    if (!this.#run.budget.pay(bytes)) return this.giveBack(visit);
    const outcome = outcomeOf({ visit, answer, error, timings, data, fetchedAt });
    const page = new FetchedPage({ ...parts, error, failed: outcome.failed }, data);
    const news = { host: hostOf(url), page, failed: outcome.failed, bytes };
    this.#run.commit({ kind: "finished", id, outcome, links }, news);
  }
}

/** The next request is for the page's own URL. */
function beginAnew(visit: Visit): void {
  visit.hops = [];
  visit.url = visit.page.url;
}

function beginAttempt(visit: Visit, time: number): void {
  visit.attempts += 1;
  visit.attemptStart = time;
  visit.startedAt = epoch();
  visit.spent = 0;
  visit.opening = undefined;
}

function answeredRequest(began: number, answer: FetchAnswer | undefined): AnsweredRequest | undefined {
  if (answer === undefined) return undefined;
  const { sent, firstByte } = answer.timings;
  return sent === null || firstByte === null ? undefined : { began, time: now(), latency: firstByte - sent };
}

/** The headers of a conditional request (RFC 9110, 13.1), for a page whose answer is stored. */
function conditionsOf({ page: { validators }, hops }: Visit): [name: string, value: string][] {
  if (validators === undefined || hops.length > 0) return [];
  const conditions: [string, string][] = [];
  if (validators.etag !== undefined) conditions.push(["if-none-match", validators.etag]);
  if (validators.lastModified !== undefined) conditions.push(["if-modified-since", validators.lastModified]);
  return conditions;
}

/** Uniform in [0, 0.5 s doubled with every failure, at most 30 s]: those that failed together do not come back together. */
function backoff(failures: number): number {
  return Math.random() * Math.min(30_000, 500 * 2 ** (failures - 1));
}
