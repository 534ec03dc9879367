import { formatDuration } from "../../shape/format-duration.ts";
import { lifeEnd, type TaskRecord } from "../task-record.ts";
import { taskFigures } from "../task-figures.ts";
import type { TraceModel } from "../trace-model.ts";
import type { Finding } from "./finding.ts";
import { byName, namesOf } from "./words.ts";

/** A shorter run harms nobody: in milliseconds. */
const LEAST_RUN = 50;
/** The share of its life for which a task must have computed to have kept the others out. */
const MOST_OF_IT = 0.8;

/** Tasks that ran for long without a single wait of the library's, so that neither others nor a cancellation got in. */
export function neverYielded(model: TraceModel): Finding[] {
  const found = [...model.tasks.values()].filter((record) => ranThrough(record, model));
  return byName(found).map((records) => finding(model, records));
}

function ranThrough(record: TaskRecord, model: TraceModel): boolean {
  if (record.waits > 0 || record.view.startedAt === undefined) return false;
  const { life, computed } = taskFigures(record, model);
  return computed >= LEAST_RUN && computed >= life * MOST_OF_IT;
}

function finding(model: TraceModel, records: readonly TaskRecord[]): Finding {
  const sorted = records.toSorted((a, b) => length(b) - length(a));
  const [worst] = sorted;
  const longest = worst === undefined ? 0 : length(worst);
  const many = records.length > 1;
  const unseen = model.measured ? "" : " that Baedal could see";
  return {
    code: "never-yielded",
    what: `${namesOf(records)} ran for ${many ? "up to " : ""}${formatDuration(longest)} without one wait${unseen}, and could neither be interrupted nor cancelled.`,
    advice: "Await something of Baedal's now and then, such as sleep(0), or wrap promises of others in cancellable().",
    tasks: sorted.map(({ view }) => view.id),
    from: worst?.view.createdAt ?? 0,
    to: worst === undefined ? 0 : lifeEnd(worst, model.end),
  };

  function length(record: TaskRecord): number {
    return lifeEnd(record, model.end) - (record.view.startedAt ?? model.end);
  }
}
