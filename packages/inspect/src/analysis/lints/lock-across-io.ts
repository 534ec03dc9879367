import { formatDuration } from "../../shape/format-duration.ts";
import { formatCount } from "../../shape/format-number.ts";
import { sliceAt, sliceEnd, type Slice } from "../slice.ts";
import type { Hold, TaskRecord } from "../task-record.ts";
import type { TraceModel } from "../trace-model.ts";
import { isOutside } from "../wait-kind.ts";
import type { Finding } from "./finding.ts";

/** Others must have waited so long in all, in milliseconds. */
const LEAST_HARM = 1;

interface Case {
  readonly record: TaskRecord;
  readonly hold: Hold;
  /** The wait for the world outside that was made with the lock in hand. */
  readonly wait: Slice;
}

/** Locks that a task held while it waited for the world outside, and that others waited for meanwhile. Permits are meant to be. */
export function lockAcrossIo(model: TraceModel): Finding[] {
  const byLock = Map.groupBy(findCases(model), ({ hold }) => hold.resource);
  if (byLock.size === 0) return [];
  const waiting = timeWaitedFor(model);
  return [...byLock].flatMap(([lock, cases]) => {
    const { ms, tasks } = waiting.get(lock) ?? { ms: 0, tasks: new Set<number>() };
    return ms < LEAST_HARM ? [] : finding(model, lock, cases, { ms, tasks: tasks.size });
  });
}

function* findCases(model: TraceModel): Generator<Case> {
  for (const record of model.tasks.values()) {
    for (const hold of record.holds) {
      if (!/^Lock\b/u.test(hold.resource)) continue;
      const wait = waitWithin(record, hold, model.end);
      if (wait !== undefined) yield { record, hold, wait };
    }
  }
}

function waitWithin({ slices }: TaskRecord, hold: Hold, end: number): Slice | undefined {
  const until = hold.to ?? end;
  for (let place = sliceAt(slices, hold.from); place < slices.length; place++) {
    const slice = slices[place];
    if (slice === undefined || slice.from >= until) return undefined;
    if (slice.kind !== undefined && isOutside(slice.kind) && sliceEnd(slice, end) > slice.from) return slice;
  }
  return undefined;
}

/** `Lock.acquire of 'till'` is the wait for `Lock 'till'`. */
const ACQUIRE = /^Lock\.acquire(?: of (?<name>'.*'))?$/su;

function timeWaitedFor(model: TraceModel): Map<string, { ms: number; tasks: Set<number> }> {
  const waited = new Map<string, { ms: number; tasks: Set<number> }>();
  for (const { slices, view } of model.tasks.values()) {
    for (const slice of slices) {
      if (slice.kind !== "turn") continue;
      for (const words of slice.waits) {
        const match = ACQUIRE.exec(words);
        if (match === null) continue;
        const name = match.groups?.["name"];
        const lock = name === undefined ? "Lock" : `Lock ${name}`;
        const sum = waited.get(lock) ?? { ms: 0, tasks: new Set<number>() };
        sum.ms += sliceEnd(slice, model.end) - slice.from;
        sum.tasks.add(view.id);
        waited.set(lock, sum);
      }
    }
  }
  return waited;
}

function finding(
  model: TraceModel,
  lock: string,
  cases: readonly Case[],
  others: { readonly ms: number; readonly tasks: number },
): Finding {
  const length = ({ hold }: Case): number => (hold.to ?? model.end) - hold.from;
  const sorted = cases.toSorted((a, b) => length(b) - length(a));
  const [worst] = sorted;
  const name = worst?.record.view.name ?? "";
  const wait = worst?.wait.waits[0] ?? "a wait";
  const often = cases.length === 1 ? "" : ` (${formatCount(cases.length)} times in all)`;
  const tasks = others.tasks === 1 ? "one task" : `${formatCount(others.tasks)} tasks`;
  return {
    code: "lock-across-io",
    what: `Task '${name}' held ${lock} across ${wait}${often}, while ${tasks} waited for it, ${formatDuration(others.ms)} in all.`,
    advice:
      "Do the slow part before you take the lock or after you give it back, and hold it only to read and write state.",
    tasks: [...new Set(sorted.map(({ record }) => record.view.id))],
    from: worst?.hold.from ?? 0,
    to: worst?.hold.to ?? model.end,
  };
}
