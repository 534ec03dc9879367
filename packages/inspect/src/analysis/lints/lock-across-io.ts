import { formatDuration } from "../../shape/format-duration.ts";
import { formatCount } from "../../shape/format-number.ts";
import { sliceAt, sliceEnd, type Slice } from "../slice.ts";
import type { Hold, TaskRecord } from "../task-record.ts";
import type { TraceModel } from "../trace-model.ts";
import { isOutside } from "../wait-kind.ts";
import type { Finding } from "./finding.ts";

/** Tasks other than the holder must have waited so long in all, in milliseconds. */
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
  return [...byLock].flatMap(([lock, cases]) =>
    finding(model, lock, cases, waiting.get(lock) ?? new Map<number, number>()),
  );
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

/** Milliseconds that the tasks waited for each lock. */
function timeWaitedFor(model: TraceModel): Map<string, Map<number, number>> {
  const waited = new Map<string, Map<number, number>>();
  for (const { slices, view } of model.tasks.values()) {
    for (const slice of slices) {
      if (slice.kind !== "turn") continue;
      for (const words of slice.waits) {
        const match = ACQUIRE.exec(words);
        if (match === null) continue;
        const name = match.groups?.["name"];
        const lock = name === undefined ? "Lock" : `Lock ${name}`;
        const tasks = waited.get(lock) ?? new Map<number, number>();
        tasks.set(view.id, (tasks.get(view.id) ?? 0) + sliceEnd(slice, model.end) - slice.from);
        waited.set(lock, tasks);
      }
    }
  }
  return waited;
}

function finding(
  model: TraceModel,
  lock: string,
  cases: readonly Case[],
  waiting: ReadonlyMap<number, number>,
): Finding[] {
  const length = ({ hold }: Case): number => (hold.to ?? model.end) - hold.from;
  const sorted = cases.toSorted((a, b) => length(b) - length(a));
  // One that keeps nobody waiting does no harm, and whoever waits for it is another.
  const worst = sorted.find(({ record }) => sumOf(othersThan(record, waiting)) >= LEAST_HARM);
  if (worst === undefined) return [];
  const others = othersThan(worst.record, waiting);
  const wait = worst.wait.waits[0] ?? "a wait";
  const often = cases.length === 1 ? "" : ` (${formatCount(cases.length)} times in all)`;
  const tasks = others.length === 1 ? "one task" : `${formatCount(others.length)} tasks`;
  return [
    {
      code: "lock-across-io",
      what: `Task '${worst.record.view.name}' held ${lock} across ${wait}${often}, while ${tasks} waited for it, ${formatDuration(sumOf(others))} in all.`,
      advice:
        "Do the slow part before you take the lock or after you give it back, and hold it only to read and write state.",
      tasks: [...new Set(sorted.map(({ record }) => record.view.id))],
      from: worst.hold.from,
      to: worst.hold.to ?? model.end,
    },
  ];
}

/** Milliseconds that each of the others waited. */
function othersThan({ view }: TaskRecord, waiting: ReadonlyMap<number, number>): number[] {
  return [...waiting].filter(([task]) => task !== view.id).map(([, ms]) => ms);
}

function sumOf(times: readonly number[]): number {
  return times.reduce((sum, ms) => sum + ms, 0);
}
