import type { LiveBatch, LiveEnd, LiveState } from "../../live/protocol.ts";

/** What happens to a connection. */
export interface FeedListener {
  /** All that is known; in place of what was. */
  readonly state: (state: LiveState) => void;
  readonly batch: (batch: LiveBatch) => void;
  /** The program says that it ends. */
  readonly end: (end: LiveEnd) => void;
  /** The connection broke, for the so-manieth time in a row. */
  readonly lost: (times: number) => void;
  /** The page gives up. */
  readonly gone: () => void;
}

/** Tries after which a program that cannot be reached counts as ended, and the pause between them. */
const TRIES = 4;
const PAUSE = 700;

/** The stream of events of a running program, connected again when it breaks. */
export class LiveFeed {
  readonly #listener: FeedListener;
  #source: EventSource | undefined;
  #failures = 0;
  #timer = 0;

  constructor(listener: FeedListener) {
    this.#listener = listener;
  }

  /** Connects, from the beginning. */
  open(): void {
    this.close();
    const source = new EventSource(`events${location.search}`);
    this.#source = source;
    // The data of each kind is what the protocol says.
    listen(source, "state", (state) => {
      this.#failures = 0;
      this.#listener.state(state as LiveState);
    });
    listen(source, "events", (batch) => this.#listener.batch(batch as LiveBatch));
    listen(source, "end", (end) => {
      this.close();
      this.#listener.end(end as LiveEnd);
    });
    source.addEventListener("error", () => this.#failed());
  }

  /** Asks again for a program that was given up. */
  retry(): void {
    this.#failures = 0;
    this.open();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }

  /** Not left to the browser: it never says that it has given up. */
  #failed(): void {
    this.close();
    this.#failures++;
    if (this.#failures >= TRIES) return this.#listener.gone();
    this.#listener.lost(this.#failures);
    this.#timer = window.setTimeout(() => this.open(), PAUSE);
  }
}

function listen(source: EventSource, kind: string, receive: (data: unknown) => void): void {
  source.addEventListener(kind, ({ data }) => receive(JSON.parse(String(data))));
}
