import type { LiveBatch, LiveState, TraceData } from "@baedal/inspect";
import { type TraceEvent, traceVersion } from "baedal/trace";
import type { ResumedEvent } from "../recording/live-switch.ts";
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
  /** Whether viewers have to be told where the live tasks stand. */
  #hasGap = false;
  /** Whether anybody gets batches. */
  #isTold = false;
  #knowsWaits = false;

  take(event: TraceEvent): void {
    if (event.kind === "trace:resumed") return this.#resume(event as ResumedEvent); // LiveSwitch sends nothing else of that kind
    this.#live.take(event);
    this.#past.push(event);
    if (this.#past.length >= 2 * history) {
      this.#past = this.#past.slice(-history);
      this.#forgotten += history;
    }
    if (!this.#isTold) return;
    if (this.#batch.length < largestBatch) this.#batch.push(event);
    else this.#lose();
  }

  /** Whether what the live tasks wait for has been told, which it is only while somebody watches. */
  get knowsWaits(): boolean {
    return this.#knowsWaits;
  }

  /**
   * @param isTold - whether anybody gets batches
   * @param isWatched - whether anybody is there
   */
  watched(isTold: boolean, isWatched: boolean): void {
    if (isTold && !this.#isTold) this.nextBatch(); // what came before stands in the state
    this.#isTold = isTold;
    this.#knowsWaits &&= isWatched;
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
  nextBatch(): Pick<LiveBatch, "events" | "dropped" | "alive"> {
    const [events, dropped, hasGap] = [this.#batch, this.#overflow, this.#hasGap];
    this.#batch = [];
    this.#overflow = 0;
    this.#hasGap = false;
    if (!hasGap) return { events, dropped };
    const { events: standing, alive } = this.catchUp();
    return { events: [...events, ...standing], dropped, alive };
  }

  #lose(): void {
    this.#overflow++;
    this.#hasGap = true;
  }

  #resume({ data }: ResumedEvent): void {
    this.#live.forgetWaits();
    this.#knowsWaits = true;
    if (!this.#isTold) return;
    this.#overflow += data.lost;
    this.#hasGap = true;
  }

  /** For a viewer that lost something: where the live tasks stand. */
  catchUp(): Required<Pick<LiveBatch, "events" | "alive">> {
    return { events: this.#live.events(), alive: this.#live.tasks() };
  }
}
