import type { TraceProgram } from "@baedal/inspect";
import type { TraceEvent } from "baedal/trace";

/** A recording that is read once, from its beginning; it may be larger than memory. */
export interface TraceSource {
  /** How it ended stands here once all events are read. */
  readonly program: TraceProgram;
  /** Events that were lost without a `drop` event, once all events are read. */
  readonly lost: number;
  /** In the order in which they happened, in handfuls. */
  batches(): AsyncIterable<readonly TraceEvent[]> | Iterable<readonly TraceEvent[]>;
}
