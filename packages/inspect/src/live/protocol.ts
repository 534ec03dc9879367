/**
 * What the live page and the program say to each other. The server runs in a thread of the program that is watched, on
 * `http://127.0.0.1:PORT/?token=TOKEN`; every address needs the token, which the page has in `location.search`.
 *
 *     GET  /         the page
 *     GET  /events   server-sent events, below; the stream ends when the program does
 *     POST /cancel   {"task": 12} as application/json: 202 when the request is on its way, 404 for a task that is not alive
 *
 * Whatever is refused is answered with a sentence in text/plain: 403 for a wrong token, `Host` or `Origin`.
 *
 * Events, each with JSON as its data:
 *
 *     event: state    `LiveState`, first of all and after each reconnection: draw it in place of all that was drawn
 *     event: events   `LiveBatch`, about ten times a second while something happens: append
 *     event: end      `LiveEnd`, where the program had the time to say it; else the stream just breaks, and a page that
 *                     cannot connect again says that the program has ended and keeps its last picture
 *
 * A viewer that reads too slowly loses whole batches, and a program that does more than a page can show is recorded with gaps
 * (while nobody watches, the lives of its tasks only). The next batch says how many events that were (`dropped`), names the
 * tasks that live (`alive`), and its events tell how each of them stands, from its `spawn` on; for a task that the viewer
 * knows already they start it over. So nothing that is long over is shown as alive.
 */
import type { TraceEvent } from "baedal/trace";
import type { TraceData, TraceProgram } from "../trace-data.ts";

/** All that is known when a viewer comes: what live tasks stand on, and the events of the last while. */
export type LiveState = TraceData & LiveClock;

/** What happened since. */
export interface LiveBatch extends LiveClock {
  /** Events that this viewer, or every one, lost before this batch; an estimate where the program outruns the page. */
  readonly dropped: number;
  readonly events: readonly TraceEvent[];
  /** Present after a gap: the only tasks that are still alive; others that were are over. */
  readonly alive?: readonly number[];
}

/** The time of the program, so that what is waiting grows on the page while nothing happens. */
export interface LiveClock {
  /** Milliseconds on the real clock of the events, when this was sent. */
  readonly now: number;
  /** For how many milliseconds the main thread has not turned its loop; 0 unless it is blocked. */
  readonly blockedFor: number;
}

/** The program is about to end. */
export type LiveEnd = Pick<TraceProgram, "exitCode" | "signal">;

/** What `POST /cancel` takes. */
export interface CancelRequest {
  /** The number of the task. */
  readonly task: number;
}
