import type { LiveClock, LiveEnd, TraceProgram } from "@baedal/inspect";
import type { TraceEvent } from "baedal/trace";
import type { ServerResponse } from "node:http";
import { LiveFeed } from "./live-feed.ts";
import { type LiveService, LiveServer } from "./live-server.ts";
import { Viewer } from "./viewer.ts";

/** What a live view needs to know of the program. */
export interface LiveSource {
  readonly program: TraceProgram;
  /** Where the program stands now. */
  clock(): LiveClock;
  /** Asks a task to stop. */
  cancel(task: number): void;
  /** How many watch, whenever that changes. */
  watched(viewers: number): void;
}

/** Milliseconds between two batches. */
const interval = 100;
/** Batches without an event after which one is sent all the same, for its time. */
const idle = 5;

/** A running program as a page that moves. */
export class LiveView implements LiveService {
  readonly #source: LiveSource;
  readonly #feed = new LiveFeed();
  readonly #viewers = new Set<Viewer>();
  readonly #server = new LiveServer(this);
  #quiet = 0;

  constructor(source: LiveSource) {
    this.#source = source;
  }

  /** @returns the address of the page */
  async listen(port: number): Promise<string> {
    const url = await this.#server.listen(port);
    setInterval(() => this.#tell(), interval);
    return url;
  }

  take(event: TraceEvent): void {
    this.#feed.take(event);
  }

  /** Says goodbye to all who watch; resolves when that is on its way. */
  async end(end: LiveEnd): Promise<void> {
    this.#quiet = idle;
    this.#tell();
    await Promise.all([...this.#viewers].map((viewer) => viewer.end(end)));
  }

  page(): string {
    return "<!doctype html><title>Baedal</title><p>See /events";
  }

  watch(response: ServerResponse): void {
    this.#tell(); // what the state of the new one has in it is news to the others only
    const { program } = this.#source;
    const viewer = new Viewer(response, { ...this.#feed.state(program), ...this.#source.clock() });
    this.#viewers.add(viewer);
    this.#count();
    response.once("close", () => {
      this.#viewers.delete(viewer);
      this.#count();
    });
  }

  cancel(task: number): boolean {
    if (!this.#feed.isAlive(task)) return false;
    this.#source.cancel(task);
    return true;
  }

  #count(): void {
    this.#feed.isWatched = this.#viewers.size > 0;
    if (!this.#feed.isWatched) this.#feed.nextBatch();
    this.#source.watched(this.#viewers.size);
  }

  #tell(): void {
    if (this.#viewers.size === 0) return;
    const clock = this.#source.clock();
    const batch = { ...clock, ...this.#feed.nextBatch() };
    const isNews = batch.events.length > 0 || batch.dropped > 0 || clock.blockedFor > 0;
    if (!isNews && ++this.#quiet < idle) return;
    this.#quiet = 0;
    const text = JSON.stringify(batch);
    for (const viewer of this.#viewers) viewer.offer(batch, text, this.#feed);
  }
}
