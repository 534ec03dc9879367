import { phaseSpans, type PhaseSpan } from "./phases.ts";
import type { RequestRow } from "./request-row.ts";
import { saneTime } from "./sane-time.ts";

/** Where a request lies on the time axis of the run, in milliseconds since its start. */
export interface RequestSpan {
  /** It was asked for. */
  readonly start: number;
  /** It left the queue: from here on it was in flight. */
  readonly active: number;
  /** The last phase was over. */
  readonly end: number;
  /** Whether it was ever sent; one that was not has no length. */
  readonly sent: boolean;
  /** Its phases, relative to `start`. */
  readonly phases: readonly PhaseSpan[];
}

/** Lays one row on the time axis. */
export function requestSpan(row: RequestRow): RequestSpan {
  const start = saneTime(row.startedMs);
  const phases = phaseSpans(row.timings);
  const queued = phases[0]?.phase === "queued" ? phases[0].to : 0;
  const end = start + (phases.at(-1)?.to ?? 0);
  return { start, active: start + queued, end, sent: phases.some((span) => span.phase !== "queued"), phases };
}
