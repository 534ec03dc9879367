import type { BlockedEvent } from "../trace/event.ts";
import { traceStream } from "../trace/stream.ts";

/** Sends what a tool has measured into the stream of events; does nothing while nobody records. See `watchLoop`. */
export function publish(event: BlockedEvent): void {
  if (traceStream.level > 0) traceStream.send(event);
}
