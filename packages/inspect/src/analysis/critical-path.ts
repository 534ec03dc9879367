import { sliceAt, sliceEnd, type Slice } from "./slice.ts";
import type { TaskRecord } from "./task-record.ts";
import type { TraceModel } from "./trace-model.ts";

/** A stretch of the chain that decided how long everything took. */
export interface PathStep {
  readonly task: number;
  readonly from: number;
  readonly to: number;
  /** What the task did meanwhile: it waited for this, or, without words, it ran. */
  readonly waits: readonly string[];
}

/**
 * The chain of stretches, in order of time, that leads up to the end of the task that ended last: making any of them
 * shorter would have made the whole shorter. It is found from the end backwards: a task that ran is followed through its own
 * past; where it was woken by another task it was that one that kept it waiting; a timer or the network is its own cause;
 * and before a task began, it is its maker that counts.
 */
export function criticalPath(model: TraceModel): PathStep[] {
  const steps: PathStep[] = [];
  // A damaged recording may run in circles.
  const seen = new Set<Slice | TaskRecord>();
  const families = new Families(model);
  let task = lastToEnd(model);
  let at = task === undefined ? 0 : (task.view.endedAt ?? model.end);
  while (task !== undefined) {
    const slice = sliceBefore(task, at, model.end);
    if (slice === undefined || slice.state === "created") {
      if (slice !== undefined) steps.push({ task: task.view.id, from: slice.from, to: at, waits: ["its first turn"] });
      at = Math.min(at, task.view.createdAt);
      task = seen.has(task) ? undefined : (seen.add(task), model.tasks.get(task.view.parent));
      continue;
    }
    const waker: TaskRecord | undefined = seen.has(slice) ? undefined : wakerOf(slice, task, families, at);
    seen.add(slice);
    if (waker !== undefined) {
      task = waker;
      continue;
    }
    if (at > slice.from) steps.push({ task: task.view.id, from: slice.from, to: at, waits: slice.waits });
    at = slice.from;
  }
  return joined(steps.reverse());
}

function lastToEnd(model: TraceModel): TaskRecord | undefined {
  let last: TaskRecord | undefined;
  for (const record of model.tasks.values()) {
    if (last === undefined || endOf(record) > endOf(last)) last = record;
  }
  return last; // of several that still live the oldest, whose children the others are
}

/** What a task did right before a moment. */
function sliceBefore({ slices }: TaskRecord, at: number, end: number): Slice | undefined {
  let place = Math.min(slices.length - 1, sliceAt(slices, at));
  while (place >= 0) {
    const slice = slices[place];
    if (slice !== undefined && slice.from < at && sliceEnd(slice, end) > slice.from) return slice;
    place--;
  }
  return undefined;
}

/** The task that kept another waiting until a moment, if one did. */
function wakerOf(slice: Slice, waiter: TaskRecord, families: Families, at: number): TaskRecord | undefined {
  if (slice.state !== "waiting" || (slice.to ?? at) > at) return undefined;
  const waker = families.model.tasks.get(slice.wokenBy ?? 0);
  if (waker !== undefined && waker !== waiter && waker.view.createdAt < at) return waker;
  // `gather` and groups are settled by a callback of the loop, after the last of their tasks.
  return slice.kind === "tasks" ? families.lastDone(waiter, slice, at) : undefined;
}

/** The children of each task in order of their end; sorted once, since a task may wait for its children often. */
class Families {
  readonly model: TraceModel;
  readonly #sorted = new Map<TaskRecord, readonly TaskRecord[]>();

  constructor(model: TraceModel) {
    this.model = model;
  }

  /** The child that was the last to end while its parent waited, or that lives still as it does. */
  lastDone(parent: TaskRecord, slice: Slice, at: number): TaskRecord | undefined {
    const children = this.#byEnd(parent);
    const until = slice.to === undefined ? Infinity : at;
    let [low, high] = [0, children.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const child = children[middle];
      if (child !== undefined && endOf(child) <= until) low = middle + 1;
      else high = middle;
    }
    const last = children[low - 1];
    return last !== undefined && endOf(last) >= slice.from && last.view.createdAt < at ? last : undefined;
  }

  #byEnd(parent: TaskRecord): readonly TaskRecord[] {
    const known = this.#sorted.get(parent);
    if (known !== undefined) return known;
    const children = [...parent.children].flatMap((id) => this.model.tasks.get(id) ?? []);
    children.sort((a, b) => endOf(a) - endOf(b) || 0);
    this.#sorted.set(parent, children);
    return children;
  }
}

/** What still lives counts as the last. */
function endOf({ view }: TaskRecord): number {
  return view.endedAt ?? Number.MAX_VALUE;
}

/** Neighbours that say the same are one step. */
function joined(steps: readonly PathStep[]): PathStep[] {
  const result: PathStep[] = [];
  for (const step of steps) {
    const last = result.at(-1);
    const same = last !== undefined && last.task === step.task && last.waits.join() === step.waits.join();
    if (same) result[result.length - 1] = { ...last, to: step.to };
    else result.push(step);
  }
  return result;
}
