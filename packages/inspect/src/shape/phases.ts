import type { RequestTimings } from "./request-row.ts";
import { saneTime } from "./sane-time.ts";

/** A stretch of a request's life. All but `unanswered` end at the timing of the same name. */
export type PhaseId = keyof RequestTimings | "unanswered";

/** How a phase is called and explained. */
export interface Phase {
  readonly id: PhaseId;
  /** One word for column heads and legends. */
  readonly label: string;
  /** One sentence for the key. */
  readonly meaning: string;
}

/** All phases in the order in which they occur. */
export const PHASES: readonly Phase[] = [
  {
    id: "queued",
    label: "Queued",
    meaning: "Waiting for a place, for politeness or, when retried, through earlier tries",
  },
  { id: "dns", label: "DNS", meaning: "Resolving the name" },
  { id: "connect", label: "Connect", meaning: "Opening the TCP connection" },
  { id: "tls", label: "TLS", meaning: "Shaking hands" },
  { id: "sent", label: "Sending", meaning: "Writing the request" },
  { id: "firstByte", label: "Waiting", meaning: "From the request's last byte to the answer's first" },
  { id: "done", label: "Receiving", meaning: "From the answer's first byte to its last" },
  // Not "no answer": of some failures only the end is known, though an answer had begun.
  { id: "unanswered", label: "Failing", meaning: "From the last phase known to be over to the failure" },
];

/** One phase of one request, in milliseconds since the request was asked for. */
export interface PhaseSpan {
  readonly phase: PhaseId;
  readonly from: number;
  readonly to: number;
}

const TIMED = ["queued", "dns", "connect", "tls", "sent", "firstByte", "done"] as const;

/**
 * The phases that a request went through, in order and without gaps. Rows come from stores and other programs, so times
 * that are not finite count as absent and a time that runs backwards counts as an empty phase.
 */
export function phaseSpans(timings: RequestTimings): PhaseSpan[] {
  const spans: PhaseSpan[] = [];
  let from = 0;
  for (const id of TIMED) {
    const at = timings[id];
    if (at === null || !Number.isFinite(at)) continue;
    const to = Math.max(from, saneTime(at));
    // No answer is known to have begun: what it was doing until it failed was not receiving.
    const phase = id === "done" && timings.firstByte === null ? "unanswered" : id;
    spans.push({ phase, from, to });
    from = to;
  }
  return spans;
}
