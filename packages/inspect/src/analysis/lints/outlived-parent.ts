import { formatDuration } from "../../shape/format-duration.ts";
import { lifeEnd, type TaskRecord } from "../task-record.ts";
import type { TraceModel } from "../trace-model.ts";
import type { Finding } from "./finding.ts";
import { byName, namesOf } from "./words.ts";

/** Tasks that went on after the task that made them was done: nobody awaited them. */
export function outlivedParent(model: TraceModel): Finding[] {
  const orphans = [...model.tasks.values()].filter((record) => outlived(record, model));
  const families = Map.groupBy(orphans, ({ view }) => view.parent);
  return [...families].flatMap(([id, children]) => {
    const parent = model.tasks.get(id);
    return parent === undefined ? [] : byName(children).map((group) => finding(model, parent, group));
  });
}

function outlived({ view }: TaskRecord, model: TraceModel): boolean {
  const left = model.tasks.get(view.parent)?.view.endedAt;
  return left !== undefined && (view.endedAt ?? Infinity) > left;
}

function finding(model: TraceModel, parent: TaskRecord, group: readonly TaskRecord[]): Finding {
  const from = parent.view.endedAt ?? model.end;
  const to = group.reduce((latest, record) => Math.max(latest, lifeEnd(record, model.end)), from);
  const [were, until] = group.length === 1 ? ["was", "it"] : ["were", "the last"];
  const cut = group.some(({ cancellations }) => cancellations.some(({ at }) => at >= from));
  const end = cut ? `${until} was cancelled` : `${until} went on for ${formatDuration(to - from)}`;
  return {
    code: "outlived-parent",
    what: `${namesOf(group)} ${were} still running when '${parent.view.name}', which had made ${group.length === 1 ? "it" : "them"}, was done; ${end}.`,
    advice: "Await what you start, or start it in a taskGroup(), which lets nothing outlive it.",
    tasks: group.map(({ view }) => view.id),
    from,
    to,
  };
}
