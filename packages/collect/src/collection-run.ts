import { CancelledError, cancellable, createTask, now, type Task } from "baedal";

import { CommitQueue } from "./commit-queue.ts";
import { epoch } from "./epoch.ts";
import type { FetchAnswer, Fetcher } from "./fetcher.ts";
import { attemptTimings, hopOf, outcomeOf } from "./finish-page.ts";
import type { AddOutcome, Completion, FrontierEntry } from "./frontier.ts";
import { type Attempt, judge, type Verdict } from "./judge.ts";
import { Leasing } from "./leasing.ts";
import { hostOf } from "./normalize-url.ts";
import type { Outbox } from "./outbox.ts";
import { FetchedPage, type Page } from "./page.ts";
import type { PageError } from "./page-error.ts";
import { resolveRedirect } from "./resolve-redirect.ts";
import type { Lane } from "./schedule/lane.ts";
import { PaceBook } from "./schedule/pace-book.ts";
import { Schedule, type Turn } from "./schedule/schedule.ts";
import type { Settings } from "./settings.ts";
import type { StoreClient } from "./store/store-client.ts";
import type { Ending } from "./summary.ts";
import type { Tally } from "./tally.ts";
import type { Visit } from "./visit.ts";
import { Wake } from "./wake.ts";

/** How long requests in flight may go on after the first stop, in ms. */
const grace = 10_000;
const mostRedirects = 10;
/** Answers that are not on disk yet: beyond these nothing new is asked for. */
const mostUncommitted = 1024;
const mostUncommittedBytes = 64 * 1024 ** 2;
/** How often the store hears that this process lives, in ms. */
const heartbeat = 5_000;

/** What a run is given to work with. */
export interface RunParts {
  readonly settings: Settings;
  readonly store: StoreClient;
  readonly fetcher: Fetcher;
  /** The next URLs to queue, until there are no more for now. */
  readonly source: () => AsyncIterable<readonly FrontierEntry[]>;
  readonly outbox: Outbox<Page>;
  readonly tally: Tally;
}

/** Going on: `running` starts requests, `finishing` only ends them, `cutting` ends them at once. */
type Phase = "running" | "finishing" | "cutting";

/** One run of a collection: takes turns from the schedule, sends requests, and sees that what comes back is stored. */
export class CollectionRun {
  readonly #parts: RunParts;
  readonly #schedule: Schedule;
  readonly #leasing: Leasing;
  readonly #commits: CommitQueue<Committed>;
  readonly #wake = new Wake();
  readonly #inFlight = new Map<Visit, Task<void>>();
  #phase: Phase = "running";
  #feeder: Task<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(parts: RunParts) {
    const { settings, store } = parts;
    this.#parts = parts;
    this.#schedule = new Schedule(settings.concurrency);
    const paces = new PaceBook({
      perHost: settings.perHost,
      interval: settings.interval,
      longestRest: settings.maxRetryAfter,
    });
    const failed = (error: unknown): void => this.#fail(error);
    this.#leasing = new Leasing(store, this.#schedule, paces, { changed: () => this.#wake.call(), failed });
    this.#commits = new CommitQueue(store, {
      committed: (pages, outcome) => this.#committed(pages, outcome),
      failed,
    });
  }

  /** Something outside has changed: pages were read, or URLs added. */
  poke(): void {
    this.#wake.call();
  }

  get schedule(): Schedule {
    return this.#schedule;
  }

  /** URLs may still be coming from a list. */
  get feeding(): boolean {
    return this.#feeder !== undefined;
  }

  /** Visits whose request is under way. */
  get visitsInFlight(): Iterable<Visit> {
    return this.#inFlight.keys();
  }

  /** Starts nothing new, and lets requests in flight finish for 10 s; called again, or with `immediately`, ends them. */
  stop(immediately: boolean): void {
    this.#phase = immediately || this.#phase !== "running" ? "cutting" : "finishing";
    this.#wake.call();
  }

  /** There are URLs to be read; does nothing while some are being read. */
  feed(): void {
    this.#feeder ??= createTask(() => this.#feed(), { name: "feed" });
  }

  /**
   * Goes on until nothing is left to do, or until it is stopped.
   *
   * @throws StoreWriteError, ListError and others that leave nothing to go on with; what was committed is safe
   */
  async execute(): Promise<Ending> {
    this.feed();
    const heart = createTask(() => this.#beat(), { name: "heartbeat" });
    try {
      await this.#work();
    } finally {
      heart.cancel();
      this.#feeder?.cancel();
      await this.#windUp();
    }
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.#phase === "running" ? "done" : "stopped";
  }

  async #work(): Promise<void> {
    let deadline = Infinity;
    while (!this.#isOver()) {
      if (this.#phase === "running") this.#startReady();
      else if (deadline === Infinity) deadline = now() + grace;
      if (this.#phase === "cutting" || now() >= deadline) this.#cut();
      await this.#wake.wait(this.#nextTime(deadline) - now());
    }
  }

  #isOver(): boolean {
    if (this.#failure !== undefined) return true;
    if (this.#phase !== "running") return this.#inFlight.size === 0;
    const idle = this.#feeder === undefined && this.#leasing.exhausted && this.#inFlight.size === 0;
    return idle && this.#parts.outbox.drained;
  }

  #nextTime(deadline: number): number {
    return this.#phase === "running" && this.#hasRoom() ? this.#schedule.nextTime() : deadline;
  }

  #startReady(): void {
    this.#leasing.refill();
    while (this.#hasRoom()) {
      const turn = this.#schedule.next(now());
      if (turn === undefined) return;
      this.#leasing.review(turn.lane);
      this.#inFlight.set(
        turn.visit,
        createTask(() => this.#perform(turn), { name: `GET ${turn.visit.url}` }),
      );
    }
    this.#leasing.refill();
  }

  /** A slow disk or a slow reader slows the fetching; what has come in is bounded. */
  #hasRoom(): boolean {
    const { pending, pendingBytes } = this.#commits;
    const { outbox, settings } = this.#parts;
    // A reader that waits for pages takes them as they come; of one that is busy we do not run far ahead.
    const most = outbox.drained ? mostUncommitted : 2 * settings.concurrency;
    return pending + outbox.size <= most && pendingBytes < mostUncommittedBytes;
  }

  async #perform({ lane, visit }: Turn): Promise<void> {
    const began = now();
    if (visit.hops.length === 0) beginAttempt(visit, began);
    const attempt = await this.#send(visit);
    visit.spent += now() - began;
    this.#inFlight.delete(visit);
    try {
      if (attempt.error instanceof CancelledError) this.#return(visit);
      else await this.#conclude(lane, visit, began, attempt);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#schedule.finished(lane, now());
      this.#leasing.review(lane);
      this.#wake.call();
    }
  }

  async #send(visit: Visit): Promise<Attempt> {
    const { settings, fetcher } = this.#parts;
    try {
      const timeout = Math.max(1, settings.timeout - visit.spent);
      return { answer: await fetcher.fetch({ url: visit.url, headers: [], timeout, maxBody: settings.maxBody }) };
    } catch (error) {
      return { error };
    }
  }

  async #conclude(lane: Lane, visit: Visit, began: number, attempt: Attempt): Promise<void> {
    const verdict = judge(attempt, Date.now());
    if (verdict.kind === "retry") lane.pace.failed(began, now());
    else if (verdict.kind !== "rest") lane.pace.succeeded();
    switch (verdict.kind) {
      case "finish":
        return this.#finish(visit, began, attempt.answer, verdict.error ?? null);
      case "redirect":
        return this.#redirect(visit, began, attempt.answer, verdict.location);
      case "retry":
        return this.#retry(visit, began, attempt.answer, verdict.error);
      case "rest":
        return this.#rest(lane, visit, began, attempt.answer, verdict);
    }
  }

  #redirect(visit: Visit, began: number, answer: FetchAnswer | undefined, location: string): void {
    if (answer === undefined) return;
    if (visit.hops.length >= mostRedirects) {
      const message = `More than ${mostRedirects} redirects, the last of them to ${JSON.stringify(location)}`;
      return this.#finish(visit, began, answer, { code: "ERR_BAEDAL_TOO_MANY_REDIRECTS", message });
    }
    const target = resolveRedirect(location, visit.url);
    if (typeof target !== "string") return this.#finish(visit, began, answer, target);
    if (this.#phase !== "running") return this.#return(visit);
    visit.hops.push(hopOf(visit.url, answer, epoch()));
    visit.url = target;
    this.#enqueue(visit);
  }

  #retry(visit: Visit, began: number, answer: FetchAnswer | undefined, error: PageError): void {
    visit.failures += 1;
    if (visit.failures > this.#parts.settings.retries) return this.#finish(visit, began, answer, error);
    if (this.#phase !== "running") return this.#return(visit);
    visit.hops = [];
    visit.url = visit.page.url;
    visit.notBefore = now() + backoff(visit.failures);
    this.#enqueue(visit);
  }

  #rest(
    lane: Lane,
    visit: Visit,
    began: number,
    answer: FetchAnswer | undefined,
    verdict: Verdict & { kind: "rest" },
  ): void {
    const { retryAfter } = verdict;
    const longest = this.#parts.settings.maxRetryAfter;
    const rests = (retryAfter ?? 0) <= longest && lane.pace.rest(began, now(), retryAfter);
    if (!rests) return this.#finish(visit, began, answer, rateLimited(verdict, longest));
    if (this.#phase !== "running") return this.#return(visit);
    this.#enqueue(visit);
  }

  /** Puts a visit that goes on where its next request belongs. */
  #enqueue(visit: Visit): void {
    const lane = this.#leasing.laneOf(hostOf(visit.url));
    lane.push(visit);
    this.#leasing.review(lane);
    this.#schedule.update(lane, now());
  }

  #finish(visit: Visit, began: number, answer: FetchAnswer | undefined, error: PageError | null): void {
    const offset = began - visit.attemptStart;
    const timings = attemptTimings(answer?.timings, offset, now() - visit.attemptStart);
    const outcome = outcomeOf({ visit, answer, error, timings, data: null, fetchedAt: epoch() });
    const {
      page: { id, url, depth },
      attempts,
    } = visit;
    const page = new FetchedPage({ url, finalUrl: outcome.finalUrl, depth, attempts, timings, error, answer });
    const attachment = { host: hostOf(url), page, failed: outcome.failed, bytes: answer?.body.length ?? 0 };
    this.#commits.push({ completion: { kind: "finished", id, outcome, links: [] }, attachment });
  }

  /** The page goes back to the queue as if it had not been touched, but for the count of attempts. */
  #return(visit: Visit): void {
    const completion: Completion = { kind: "returned", id: visit.page.id, attempts: visit.attempts };
    this.#commits.push({
      completion,
      attachment: { host: hostOf(visit.page.url), page: undefined, failed: false, bytes: 0 },
    });
  }

  #committed(pages: readonly Committed[], outcome: AddOutcome): void {
    this.#added(outcome);
    const finished: Page[] = [];
    for (const { host, page, failed, bytes } of pages) {
      this.#leasing.committed(host);
      if (page === undefined) continue;
      this.#parts.tally.count(host, bytes, page.error?.code, failed, now());
      finished.push(page);
    }
    this.#parts.outbox.put(finished);
    this.#wake.call();
  }

  async #feed(): Promise<void> {
    try {
      const batches = this.#parts.source()[Symbol.asyncIterator]();
      for (;;) {
        const batch = await cancellable(batches.next());
        if (batch.done === true) break;
        this.#added(await this.#parts.store.add(batch.value));
      }
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      this.#fail(error);
    } finally {
      this.#feeder = undefined;
      this.#wake.call();
    }
  }

  #added(outcome: AddOutcome): void {
    this.#parts.tally.store.queued += outcome.added;
    this.#leasing.added(outcome);
    this.#wake.call();
  }

  async #beat(): Promise<void> {
    const pause = new Wake();
    for (;;) {
      await pause.wait(heartbeat);
      try {
        await this.#parts.store.extend();
      } catch (error) {
        return this.#fail(error);
      }
    }
  }

  #cut(): void {
    for (const task of this.#inFlight.values()) task.cancel("the collection was stopped");
  }

  async #windUp(): Promise<void> {
    this.#cut();
    for (const task of [...this.#inFlight.values()]) await settled(task);
    for (const lane of this.#schedule.lanes.values()) for (const visit of lane.drain()) this.#return(visit);
    await this.#commits.close();
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake.call();
  }
}

interface Committed {
  readonly host: string;
  readonly page: Page | undefined;
  readonly failed: boolean;
  readonly bytes: number;
}

function beginAttempt(visit: Visit, time: number): void {
  visit.attempts += 1;
  visit.attemptStart = time;
  visit.startedAt = epoch();
  visit.spent = 0;
}

/** Uniform in [0, 0.5 s doubled with every failure, at most 30 s]: those that failed together do not come back together. */
function backoff(failures: number): number {
  return Math.random() * Math.min(30_000, 500 * 2 ** (failures - 1));
}

function rateLimited({ retryAfter, error }: Verdict & { kind: "rest" }, longest: number): PageError {
  const asked =
    retryAfter !== undefined && retryAfter > longest
      ? `to wait ${Math.ceil(retryAfter / 1000)} s, longer than maxRetryAfter allows`
      : "again and again to wait";
  return { code: "ERR_BAEDAL_RATE_LIMITED", message: `${error.message} and asked ${asked}` };
}

async function settled(task: Task<void>): Promise<void> {
  try {
    await task;
  } catch {
    // Cancelled; everything else is caught where it happens.
  }
}
