import { type LiveClock, type LiveEnd, renderLivePage, type TraceProgram } from "@baedal/inspect";
import type { TraceEvent } from "baedal/trace";
import type { ServerResponse } from "node:http";
import { LiveFeed } from "./live-feed.ts";
import { type LiveService, LiveServer } from "./live-server.ts";
import { Viewer } from "./viewer.ts";

/** What a live view needs to know of the program. */
export interface LiveSource {
  readonly program: TraceProgram;
  /** Whether everything is recorded anyway, or waits only while somebody watches. */
  readonly isWhole: boolean;
  /** Where the program stands now. */
  clock(): LiveClock;
  /** Asks a task to stop. */
  cancel(task: number): void;
  /** How many watch, whenever that changes. */
  watched(viewers: number): void;
}

/** Milliseconds between two batches. */
const interval = 100;
/** Milliseconds that a viewer waits for the program to say what its tasks wait for. */
const patience = 300;
/** Batches without an event after which one is sent all the same, for its time. */
const idle = 5;

/** A running program as a page that moves. */
export class LiveView implements LiveService {
  readonly #source: LiveSource;
  readonly #feed = new LiveFeed();
  readonly #viewers = new Set<Viewer>();
  /** Those who have come and seen nothing yet. */
  readonly #arrivals = new Set<Viewer>();
  readonly #server = new LiveServer(this);
  #quiet = 0;

  constructor(source: LiveSource) {
    this.#source = source;
  }

  /** @returns the address of the page */
  async listen(port: number): Promise<string> {
    const url = await this.#server.listen(port);
    setInterval(() => this.#look(), interval);
    return url;
  }

  take(event: TraceEvent): void {
    this.#feed.take(event);
  }

  /** Says goodbye to all who watch; resolves when that is on its way. */
  async end(end: LiveEnd): Promise<void> {
    this.#quiet = idle;
    this.#welcome();
    await Promise.all([...this.#viewers].map((viewer) => viewer.end(end)));
  }

  page(): string {
    return renderLivePage(this.#source.program);
  }

  watch(response: ServerResponse): void {
    const viewer = new Viewer(response);
    this.#arrivals.add(viewer);
    this.#count();
    response.once("close", () => {
      this.#arrivals.delete(viewer);
      this.#viewers.delete(viewer);
      this.#count();
    });
    if (this.#knowsWaits) this.#welcome();
    // A program that is blocked cannot say what its tasks wait for, and whoever comes then wants to see that it is.
    else setTimeout(() => this.#welcome(), patience);
  }

  cancel(task: number): boolean {
    if (!this.#feed.isAlive(task)) return false;
    this.#source.cancel(task);
    return true;
  }

  get #knowsWaits(): boolean {
    return this.#source.isWhole || this.#feed.knowsWaits;
  }

  #count(): void {
    const count = this.#viewers.size + this.#arrivals.size;
    this.#feed.watched(this.#viewers.size > 0, count > 0);
    this.#source.watched(count);
  }

  #welcome(): void {
    this.#tell(); // what the state of the new ones has in it is news to the others only
    if (this.#arrivals.size === 0) return;
    const state = { ...this.#feed.state(this.#source.program), ...this.#source.clock() };
    for (const viewer of this.#arrivals) {
      this.#arrivals.delete(viewer);
      this.#viewers.add(viewer);
      viewer.welcome(state);
    }
    this.#count();
  }

  #look(): void {
    if (this.#arrivals.size > 0 && this.#knowsWaits) this.#welcome();
    else this.#tell();
  }

  #tell(): void {
    if (this.#viewers.size === 0) return;
    const clock = this.#source.clock();
    const batch = { ...clock, ...this.#feed.nextBatch() };
    const isNews = batch.events.length > 0 || batch.alive !== undefined || clock.blockedFor > 0;
    if (!isNews && ++this.#quiet < idle) return;
    this.#quiet = 0;
    const text = JSON.stringify(batch);
    for (const viewer of this.#viewers) viewer.offer(batch, text, this.#feed);
  }
}
