import type { Connection } from "./connection.ts";
import type { Endpoint } from "./endpoint.ts";
import type { InLine } from "./ready-origins.ts";

/** A request that wants a connection. */
export interface Ticket {
  /** Wants a connection that was never used: a reused one has just turned out to be stale. */
  readonly fresh: boolean;
  /** Called once, perhaps at once; the connection is ready, or new and to be opened. */
  granted(connection: Connection): void;
  /** Called instead when the pool is being closed. */
  refused(): void;
}

/** A place in the queue of an origin. */
export interface Waiting {
  readonly ticket: Ticket;
  readonly turn: number;
  next: Waiting | undefined;
  previous: Waiting | undefined;
  /** False once it was granted or withdrawn. */
  queued: boolean;
}

/**
 * The connections and the queue of one origin.
 *
 * Invariants: `open` counts connections that are opening, in use or idle; `idle` are those that wait for a request, the
 * one used last at the end.
 */
export class Origin implements InLine {
  readonly endpoint: Endpoint;
  readonly idle: Connection[] = [];
  open = 0;
  place = -1;
  /** The connection that all its requests share, under HTTP/2. */
  shared: Connection | undefined;
  /** Requests over the shared connection. */
  streams = 0;
  /** Whether the first connection is on its way that will tell which protocol the server speaks. */
  probing = false;
  /** Whether it turned out that the server speaks HTTP/1 only. */
  http1 = false;
  #first: Waiting | undefined;
  #last: Waiting | undefined;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
  }

  get first(): Waiting | undefined {
    return this.#first;
  }

  get turn(): number {
    return this.#first?.turn ?? Infinity;
  }

  append(waiting: Waiting): void {
    waiting.previous = this.#last;
    if (this.#last === undefined) this.#first = waiting;
    else this.#last.next = waiting;
    this.#last = waiting;
    waiting.queued = true;
  }

  remove(waiting: Waiting): void {
    if (!waiting.queued) return;
    waiting.queued = false;
    const { next, previous } = waiting;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    waiting.next = undefined;
    waiting.previous = undefined;
  }
}
