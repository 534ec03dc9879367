import type { BodyBudget } from "@baedal/http";
import { createTask, now } from "baedal";

import { Budget } from "./budget.ts";
import { CommitQueue } from "./commit-queue.ts";
import type { Emit } from "./emit.ts";
import { Feeding } from "./feeding.ts";
import type { Fetcher } from "./fetcher.ts";
import type { Follower } from "./follow/follower.ts";
import type { AddOutcome } from "./frontier.ts";
import { keepAlive } from "./heartbeat.ts";
import { InFlight } from "./in-flight.ts";
import { Leasing } from "./leasing.ts";
import { hostOf } from "./normalize-url.ts";
import type { Outbox } from "./outbox.ts";
import type { ReadyPage } from "./ready-page.ts";
import type { PageReader } from "./page-reader.ts";
import type { RobotsBook } from "./robots/robots-book.ts";
import { RobotsGate } from "./robots/robots-gate.ts";
import type { PaceBook } from "./schedule/pace-book.ts";
import { Schedule, type Turn } from "./schedule/schedule.ts";
import type { Settings } from "./settings.ts";
import type { StoreClient } from "./store/store-client.ts";
import type { Ending } from "./summary.ts";
import type { Tally } from "./tally.ts";
import { type PageNews, VisitSteps } from "./visit-steps.ts";
import type { Visit } from "./visit.ts";
import { Wake } from "./wake.ts";

/** How long requests in flight may go on after the first stop, in ms. */
const grace = 10_000;
/** Answers that are not on disk yet: beyond these nothing new is asked for. */
const mostUncommitted = 512;
const mostUncommittedBytes = 32 * 1024 ** 2;
/** What a run is given to work with. */
export interface RunParts {
  readonly settings: Settings;
  readonly store: StoreClient;
  readonly fetcher: Fetcher;
  readonly reader: PageReader;
  readonly follower: Follower;
  /** `undefined` when robots.txt is not asked for. */
  readonly robots: RobotsBook | undefined;
  readonly paces: PaceBook;
  /** Emits the URLs to queue, until there are no more for now. */
  readonly feed: (emit: Emit) => Promise<void>;
  readonly outbox: Outbox<ReadyPage>;
  /** Of the bodies that are coming, and of those that are not on disk yet or not read. */
  readonly memory: Pick<BodyBudget, "hold">;
  readonly tally: Tally;
}

/**
 * `running` starts requests; `concluding` (a budget is used up) only those that redirects have begun; `finishing` none
 * at all; `cutting` ends those in flight.
 */
type Phase = "running" | "concluding" | "finishing" | "cutting";

interface HeldNews extends PageNews {
  readonly held: Disposable;
}

/** One run of a collection: takes turns from the schedule, sends requests, and sees that what comes back is stored. */
export class CollectionRun {
  readonly #parts: RunParts;
  readonly #schedule: Schedule;
  readonly #leasing: Leasing;
  readonly #commits: CommitQueue<HeldNews>;
  readonly #steps: VisitSteps;
  readonly #budget: Budget;
  readonly #feeding: Feeding;
  readonly #gate: RobotsGate | undefined;
  readonly #inFlight = new InFlight();
  readonly #wake = new Wake();
  #phase: Phase = "running";
  #failure: { readonly error: unknown } | undefined;

  constructor(parts: RunParts) {
    const { settings, store, fetcher, follower, feed, reader, robots, paces, memory } = parts;
    const failed = (error: unknown): void => this.#fail(error);
    this.#parts = parts;
    this.#budget = new Budget(settings);
    this.#schedule = new Schedule(settings.concurrency);
    this.#leasing = new Leasing({
      frontier: store,
      schedule: this.#schedule,
      paces,
      longestRest: settings.maxRetryAfter,
      listener: { changed: () => this.#wake.call(), failed },
    });
    const added = (outcome: AddOutcome): void => this.#added(outcome);
    this.#feeding = new Feeding({ frontier: store, follower, feed, added, failed, ended: () => this.#wake.call() });
    this.#commits = new CommitQueue(store, { committed: (news, outcome) => this.#committed(news, outcome), failed });
    this.#steps = new VisitSteps({
      settings,
      fetcher,
      reader,
      budget: this.#budget,
      goesOn: () => this.#phase === "running" || this.#phase === "concluding",
      enqueue: (visit) => this.#enqueue(visit),
      commit: (completion, news) =>
        this.#commits.push({ completion, attachment: { ...news, held: memory.hold(news.bytes) } }),
      hold: (bytes) => memory.hold(bytes),
    });
    this.#gate = robots && this.#gateOf(robots, settings.maxRetryAfter);
  }

  get schedule(): Schedule {
    return this.#schedule;
  }

  /** URLs may still be coming from a list. */
  get feeding(): boolean {
    return this.#feeding.goesOn;
  }

  /** Visits whose request is under way. */
  get visitsInFlight(): Iterable<Visit> {
    return this.#inFlight.visits();
  }

  /** Something outside has changed: pages were read. */
  poke(): void {
    this.#wake.call();
  }

  /** There are URLs to be read; does nothing while some are being read. */
  feed(): void {
    this.#feeding.begin();
  }

  /** Starts nothing new, and lets requests in flight finish for 10 s; called again, or with `immediately`, ends them. */
  stop(immediately: boolean): void {
    const stopping = this.#phase === "finishing" || this.#phase === "cutting";
    this.#phase = immediately || stopping ? "cutting" : "finishing";
    this.#wake.call();
  }

  /**
   * Goes on until nothing is left to do, or until it is stopped.
   *
   * @throws StoreWriteError, StoreGoneError, ListError and others that leave nothing to go on with; what was committed is safe
   */
  async execute(): Promise<Ending> {
    this.feed();
    const heart = createTask(() => keepAlive(this.#parts.store, (error) => this.#fail(error)), { name: "heartbeat" });
    let ending: Ending = "stopped";
    try {
      ending = await this.#work();
    } finally {
      heart.cancel();
      await this.#feeding.end();
      await this.#windUp();
    }
    if (this.#failure !== undefined) throw this.#failure.error;
    return ending;
  }

  async #work(): Promise<Ending> {
    let deadline = Infinity;
    while (!this.#isOver()) {
      this.#heedBudget();
      if (this.#phase === "running" || this.#phase === "concluding") this.#startReady();
      else if (deadline === Infinity) deadline = now() + grace;
      if (this.#phase === "cutting" || now() >= deadline) this.#inFlight.cut();
      await this.#wake.wait(Math.min(this.#nextTime(), deadline, this.#budget.deadline) - now());
    }
    return this.#ending();
  }

  #isOver(): boolean {
    if (this.#failure !== undefined) return true;
    if (this.#inFlight.size > 0) return false;
    if (this.#phase === "finishing" || this.#phase === "cutting") return true;
    if (this.#phase === "concluding") return this.#commits.pending === 0 && !this.#somethingWaits();
    return !this.#feeding.goesOn && this.#leasing.exhausted && this.#parts.outbox.drained;
  }

  #ending(): Ending {
    const { spent } = this.#budget;
    const isLeft = this.#feeding.goesOn || this.#parts.tally.store.queued > 0;
    if (spent !== undefined && isLeft && this.#phase !== "finishing") return spent;
    return isLeft || this.#phase === "finishing" ? "stopped" : "done";
  }

  #nextTime(): number {
    return this.#hasRoom() ? this.#schedule.nextTime() : Infinity;
  }

  /** When a budget is used up only the redirects go on that its pages have led to; when the time is, nothing does. */
  #heedBudget(): void {
    const { spent } = this.#budget;
    if (spent === undefined || this.#phase === "finishing" || this.#phase === "cutting") return;
    if (spent === "max-time") this.#phase = "cutting";
    else if (this.#phase === "running") {
      this.#phase = "concluding";
      for (const lane of [...this.#schedule.lanes.values()]) {
        for (const visit of lane.drain()) this.#enqueue(visit);
        this.#schedule.update(lane, now());
      }
    }
  }

  #somethingWaits(): boolean {
    for (const lane of this.#schedule.lanes.values()) if (lane.waiting > 0) return true;
    return false;
  }

  #startReady(): void {
    if (this.#phase === "running") this.#leasing.refill();
    while (this.#hasRoom()) {
      if (this.#phase === "running" && this.#budget.spent !== undefined) return this.#wake.call();
      const turn = this.#schedule.next(now());
      if (turn === undefined) break;
      this.#begin(turn);
    }
    if (this.#phase === "running") this.#leasing.refill();
  }

  /** A slow disk or a slow reader slows the fetching; what has come in is bounded. */
  #hasRoom(): boolean {
    const { pending, pendingBytes } = this.#commits;
    const { outbox, settings } = this.#parts;
    // A reader that waits for pages takes them as they come; of one that is busy we do not run far ahead.
    const most = outbox.drained ? mostUncommitted : 2 * settings.concurrency;
    return pending + outbox.size <= most && pendingBytes < mostUncommittedBytes;
  }

  #begin(turn: Turn): void {
    const { lane, visit } = turn;
    const verdict = this.#gate?.verdictOn(visit.url);
    if (verdict === "unknown") {
      lane.held = true;
      return this.#start(turn, "robots.txt of", async () => this.#gate?.ask(lane, visit));
    }
    if (verdict !== undefined && verdict !== "allowed") {
      return this.#start(turn, "refused", () => this.#steps.refuse(visit, verdict));
    }
    lane.pace.began(now());
    if (visit.hops.length === 0) this.#budget.countPage();
    this.#start(turn, "GET", () => this.#steps.perform(lane, visit));
  }

  #start({ lane, visit }: Turn, what: string, step: () => Promise<void>): void {
    this.#inFlight.begin(visit, `${what} ${visit.url}`, step, (failure) => {
      if (failure !== undefined) this.#fail(failure.error);
      this.#schedule.finished(lane, now());
      this.#leasing.review(lane);
      this.#wake.call();
    });
    this.#schedule.update(lane, now());
    this.#leasing.review(lane);
  }

  #gateOf(robots: RobotsBook, longestRest: number): RobotsGate {
    return new RobotsGate({
      robots,
      longestRest,
      enqueue: (visit) => this.#enqueue(visit),
      giveBack: (visit) => this.#steps.giveBack(visit),
    });
  }

  /** Puts a visit that goes on where its next request belongs. */
  #enqueue(visit: Visit): void {
    if (this.#phase === "concluding" && visit.hops.length === 0) return this.#steps.giveBack(visit);
    const lane = this.#leasing.laneOf(hostOf(visit.url));
    lane.push(visit);
    this.#leasing.review(lane);
    this.#schedule.update(lane, now());
  }

  #committed(news: readonly HeldNews[], outcome: AddOutcome): void {
    this.#added(outcome);
    const finished: ReadyPage[] = [];
    for (const { host, page, failed, bytes, held } of news) {
      this.#leasing.committed(host);
      if (page === undefined) {
        held[Symbol.dispose]();
        continue;
      }
      this.#parts.tally.count(host, bytes, failed ? page.error?.code : undefined, failed, now());
      finished.push({ page, held });
    }
    this.#parts.outbox.put(finished);
    this.#wake.call();
  }

  #added(outcome: AddOutcome): void {
    this.#parts.tally.store.queued += outcome.added;
    this.#leasing.added(outcome);
    this.#wake.call();
  }

  async #windUp(): Promise<void> {
    this.#inFlight.cut();
    await this.#inFlight.settle();
    for (const lane of this.#schedule.lanes.values()) for (const visit of lane.drain()) this.#steps.giveBack(visit);
    await this.#commits.close();
    if (this.#failure === undefined) await this.#leasing.keepRests();
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake.call();
  }
}
