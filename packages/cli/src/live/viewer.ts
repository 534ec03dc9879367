import type { LiveBatch, LiveClock, LiveEnd, LiveState } from "@baedal/inspect";
import type { ServerResponse } from "node:http";
import type { LiveFeed } from "./live-feed.ts";

/** Bytes that may wait for a viewer; while there are more, it loses what happens. */
const patience = 4 * 1024 * 1024;

/** One page that watches, at the other end of a stream of server-sent events. */
export class Viewer {
  readonly #response: ServerResponse;
  /** Events that it lost since the last batch that it got. */
  #lost = 0;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.writeHead(200, { "content-type": "text/event-stream", "x-accel-buffering": "no" });
    response.flushHeaders();
  }

  /** Shows how everything stands, before anything else. */
  welcome(state: LiveState): void {
    this.#send("state", state);
  }

  /**
   * @param text - the batch as JSON, made once for all viewers
   */
  offer(batch: LiveBatch, text: string, feed: LiveFeed): void {
    if (this.#response.writableLength > patience) this.#lost += batch.events.length + batch.dropped;
    else if (this.#lost > 0) this.#catchUp(batch, feed);
    else this.#write("events", text);
  }

  /** Says goodbye; resolves when it is on its way. */
  async end(end: LiveEnd): Promise<void> {
    this.#send("end", end);
    await new Promise<void>((resolve) => this.#response.end(resolve));
  }

  #catchUp({ now, blockedFor, dropped, events }: LiveBatch & LiveClock, feed: LiveFeed): void {
    const batch: LiveBatch = { now, blockedFor, dropped: this.#lost + dropped + events.length, ...feed.catchUp() };
    this.#lost = 0;
    this.#send("events", batch);
  }

  #send(event: string, data: LiveState | LiveBatch | LiveEnd): void {
    this.#write(event, JSON.stringify(data));
  }

  #write(event: string, data: string): void {
    this.#response.write(`event: ${event}\ndata: ${data}\n\n`);
  }
}
