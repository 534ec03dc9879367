import { formatCount } from "../../shape/format-number.ts";
import { sliceEnd } from "../slice.ts";
import type { TaskRecord } from "../task-record.ts";
import type { TraceModel } from "../trace-model.ts";
import { isOutside } from "../wait-kind.ts";
import type { Finding } from "./finding.ts";
import { byName, namesOf } from "./words.ts";

/** Fewer at once are nothing to worry about. */
const LEAST_FAN = 100;

/** Tasks of one name and maker that were all under way at once; those that waited for a permit or their turn do not count. */
export function unboundedFanOut(model: TraceModel): Finding[] {
  const found: Finding[] = [];
  for (const parent of model.tasks.values()) {
    if (parent.children.size < LEAST_FAN) continue;
    const children = [...parent.children].flatMap((id) => model.tasks.get(id) ?? []);
    for (const group of byName(children)) {
      if (group.length < LEAST_FAN) continue;
      const peak = peakUnderWay(group, model.end);
      if (peak.count >= LEAST_FAN) found.push(finding(parent, group, peak));
    }
  }
  return found;
}

interface Peak {
  readonly count: number;
  readonly at: number;
}

/** How many were waiting for the world outside at once, at most. */
function peakUnderWay(group: readonly TaskRecord[], end: number): Peak {
  const changes: [at: number, change: number][] = [];
  for (const { slices } of group) {
    for (const slice of slices) {
      if (slice.kind === undefined || !isOutside(slice.kind)) continue;
      changes.push([slice.from, 1], [sliceEnd(slice, end), -1]);
    }
  }
  changes.sort(([a, up], [b, other]) => a - b || up - other);
  let count = 0;
  let peak: Peak = { count: 0, at: 0 };
  for (const [at, change] of changes) {
    count += change;
    if (count > peak.count) peak = { count, at };
  }
  return peak;
}

function finding(parent: TaskRecord, group: readonly TaskRecord[], peak: Peak): Finding {
  return {
    code: "unbounded-fan-out",
    what: `${namesOf(group)} of '${parent.view.name}' were started with no limit: ${formatCount(peak.count)} were under way at once.`,
    advice: "Bound them with gather(…, { limit: 20 }), a Semaphore, or a Queue with a few workers.",
    tasks: group.map(({ view }) => view.id),
    from: group[0]?.view.createdAt ?? peak.at,
    to: peak.at,
  };
}
