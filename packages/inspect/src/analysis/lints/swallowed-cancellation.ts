import { lifeEnd, type Cancellation, type TaskRecord } from "../task-record.ts";
import { formatDuration } from "../../shape/format-duration.ts";
import type { TraceModel } from "../trace-model.ts";
import type { Finding } from "./finding.ts";
import { byName, namesOf } from "./words.ts";

/** A task that lives so long after it was asked to stop is taken not to heed it: in milliseconds. */
const PATIENCE = 1000;

/** Tasks that were asked to stop and ended as if nothing had been, or did not end. */
export function swallowedCancellation(model: TraceModel): Finding[] {
  const found = [...model.tasks.values()].filter((record) => swallowed(record, model.end));
  return byName(found).map((records) => finding(model, records));
}

function swallowed({ view, cancellations }: TaskRecord, end: number): boolean {
  const [first] = cancellations;
  if (first === undefined || view.startedAt === undefined) return false;
  return view.outcome === "finished" || (view.outcome === undefined && end - first.at >= PATIENCE);
}

function finding(model: TraceModel, records: readonly TaskRecord[]): Finding {
  const sorted = records.toSorted((a, b) => wentOn(b, model.end) - wentOn(a, model.end));
  const [worst] = sorted;
  const first: Cancellation | undefined = worst?.cancellations[0];
  const went = worst === undefined ? 0 : wentOn(worst, model.end);
  const ended = worst?.view.outcome === undefined ? "was still going on" : "finished as if nothing had been";
  const longest = records.length > 1 ? "up to " : "";
  return {
    code: "swallowed-cancellation",
    what: `${namesOf(records)} swallowed a cancellation: asked to stop, ${records.length > 1 ? "each" : "it"} ${ended} ${longest}${formatDuration(went)} later.`,
    advice:
      "Throw the CancelledError again after cleaning up: catch (error) { …; throw error }, or clean up in finally.",
    tasks: sorted.map(({ view }) => view.id),
    from: first?.at ?? 0,
    to: worst === undefined ? 0 : lifeEnd(worst, model.end),
  };
}

function wentOn(record: TaskRecord, end: number): number {
  return lifeEnd(record, end) - (record.cancellations[0]?.at ?? end);
}
