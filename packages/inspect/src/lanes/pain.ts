import type { TaskRecord } from "../analysis/task-record.ts";
import type { TraceModel } from "../analysis/trace-model.ts";

/** Milliseconds longer than any recording: what is worse comes before what merely lasts. */
const ages = 1e12;

/**
 * How badly each task needs a look, for lines with what hurts first. As `baedal top` has it: of those that are alive first who
 * computes, then who was asked to stop and did not, then who has waited longest. After them who failed, then whose life was
 * longest. Each counts as much as the worst that it has made.
 */
export function painOf(model: TraceModel): ReadonlyMap<TaskRecord, number> {
  const pain = new Map<TaskRecord, number>();
  // Whoever made a task is older, so that from the youngest on each is complete when it counts for its maker.
  for (const record of [...model.tasks.values()].reverse()) {
    const worst = Math.max(pain.get(record) ?? 0, ownPain(record, model.end));
    pain.set(record, worst);
    const maker = model.tasks.get(record.view.parent);
    if (maker !== undefined && maker !== record) pain.set(maker, Math.max(pain.get(maker) ?? 0, worst));
  }
  return pain;
}

function ownPain({ view, cancellations }: TaskRecord, end: number): number {
  const { state, outcome, createdAt, since, endedAt = end } = view;
  if (state === "done") return (outcome === "failed" ? ages : 0) + endedAt - createdAt;
  if (state === "running") return 4 * ages + end - since;
  const asked = cancellations.at(-1);
  return asked === undefined ? 2 * ages + end - since : 3 * ages + end - asked.at;
}
