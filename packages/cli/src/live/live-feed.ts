import type { LiveBatch, LiveState, TraceData } from "@baedal/inspect";
import { type TraceEvent, traceVersion } from "baedal/trace";
import { LiveEvents } from "../recording/live-events.ts";

/** Events of the past that a new viewer is shown. */
const history = 20_000;
/** Events that one batch carries at most; when more come at a time, viewers lose them. */
const largestBatch = 20_000;

/** What happened lately, for those who watch. Memory is bounded by the live tasks, however much happens. */
export class LiveFeed {
  readonly #live = new LiveEvents();
  #past: TraceEvent[] = [];
  #forgotten = 0;
  #batch: TraceEvent[] = [];
  #overflow = 0;
  /** Whether anybody watches; batches are made only then. */
  isWatched = false;

  take(event: TraceEvent): void {
    this.#live.take(event);
    this.#past.push(event);
    if (this.#past.length >= 2 * history) {
      this.#past = this.#past.slice(-history);
      this.#forgotten += history;
    }
    if (!this.isWatched) return;
    if (this.#batch.length < largestBatch) this.#batch.push(event);
    else this.#overflow++;
  }

  isAlive(task: number): boolean {
    return this.#live.has(task);
  }

  /** For a viewer that comes now. */
  state(program: TraceData["program"]): Omit<LiveState, "now" | "blockedFor"> {
    const past = new Set(this.#past);
    const missing = this.#live.events().filter((event) => !past.has(event));
    const dropped = Math.max(0, this.#forgotten - missing.length);
    return { version: traceVersion, program, dropped, events: [...missing, ...this.#past] };
  }

  /** What happened since the last call; what is more than a batch holds is lost to all. */
  nextBatch(): Pick<LiveBatch, "events" | "dropped"> {
    const batch = { events: this.#batch, dropped: this.#overflow };
    this.#batch = [];
    this.#overflow = 0;
    return batch;
  }

  /** For a viewer that lost something: where the live tasks stand. */
  catchUp(): Required<Pick<LiveBatch, "events" | "alive">> {
    return { events: this.#live.events(), alive: this.#live.tasks() };
  }
}
