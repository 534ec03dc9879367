import type { DropEvent, TraceEvent } from "baedal/trace";
import { LiveEvents } from "../recording/live-events.ts";

/** Events that a page can hold and still open at once. */
const most = 1_000_000;

/** Keeps the newest events, and of the others what the tasks stand on that outlived them. */
export class NewestEvents {
  readonly #most: number;
  #events: TraceEvent[] = [];
  /** What lived when the first of those that are kept happened. */
  readonly #live = new LiveEvents();
  #before: TraceEvent[] = [];
  #counted = 0;
  #cut = 0;

  constructor(limit: number = most) {
    this.#most = limit;
  }

  take(event: TraceEvent): void {
    if (isDrop(event)) this.#counted += event.count;
    this.#events.push(event);
    if (this.#events.length >= 2 * this.#most) this.#trim();
  }

  /** Events that were lost, those that were left out here included. */
  get dropped(): number {
    return this.#counted + this.#cut - this.#before.length;
  }

  events(): readonly TraceEvent[] {
    if (this.#events.length > this.#most) this.#trim();
    return [...this.#before, ...this.#events];
  }

  #trim(): void {
    const kept = this.#events.slice(-this.#most);
    for (const event of this.#events.slice(0, -this.#most)) this.#live.take(event);
    this.#cut += this.#events.length - kept.length;
    this.#events = kept;
    this.#before = this.#live.events();
  }
}

function isDrop(event: TraceEvent): event is DropEvent {
  return event.kind === "drop";
}
