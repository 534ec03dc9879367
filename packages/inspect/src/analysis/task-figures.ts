import type { HttpCall } from "./http-call.ts";
import { sliceEnd } from "./slice.ts";
import { lifeEnd, type TaskRecord } from "./task-record.ts";
import type { TraceModel } from "./trace-model.ts";
import { isOutside, type WaitKind } from "./wait-kind.ts";

/** Where the life of one task went, in milliseconds. */
export interface TaskFigures {
  /** From its first step to its end, or to the end of the recording. */
  readonly life: number;
  /** It computed: measured, or else estimated from above (`TraceModel.measured`). */
  readonly computed: number;
  /** It went on but did not compute: it awaited promises that Baedal did not make, or its turn. */
  readonly unseen: number;
  /** It waited, by what for. Requests of its own that ran while it waited for all of them count as HTTP. */
  readonly waited: ReadonlyMap<WaitKind, number>;
  /** It waited for the world outside; the rest of its waits were for other tasks. */
  readonly outside: number;
  readonly inside: number;
}

/** Adds up one task. */
export function taskFigures(record: TaskRecord, model: TraceModel): TaskFigures {
  const { view, slices } = record;
  const waited = new Map<WaitKind, number>();
  const calling = record.calls.length === 0 ? undefined : new Coverage(record.calls, model.end);
  let running = 0;
  const add = (kind: WaitKind, more: number): void => void waited.set(kind, (waited.get(kind) ?? 0) + more);
  const addWait = (kind: WaitKind, length: number, own: number): void => {
    if (own > 0) add("http", own);
    // `gather` of requests or of sleeps waits for no other task.
    const bare = kind === "tasks" && own === 0 && record.children.size === 0;
    if (length > own) add(bare ? "timer" : kind, length - own);
  };
  for (const slice of slices) {
    const length = sliceEnd(slice, model.end) - slice.from;
    if (slice.state === "running") running += length;
    if (slice.kind === undefined || length === 0) continue;
    const own = slice.kind === "tasks" ? (calling?.within(slice.from, slice.from + length) ?? 0) : 0;
    addWait(slice.kind, length, own);
  }
  const life = lifeEnd(record, model.end) - (view.startedAt ?? lifeEnd(record, model.end));
  const computed = Math.min(life, model.measured ? view.busy : record.estimate);
  let [outside, inside] = [0, 0];
  for (const [kind, length] of waited) {
    if (isOutside(kind)) outside += length;
    else inside += length;
  }
  return { life, computed, unseen: Math.max(0, running - computed), waited, outside, inside };
}

/** How much of a stretch of time at least one call was going on; to be asked in the order of time. */
class Coverage {
  readonly #spans: { from: number; to: number }[] = [];
  #next = 0;

  /** The calls are in order of their begin. */
  constructor(calls: readonly HttpCall[], end: number) {
    for (const call of calls) {
      const last = this.#spans.at(-1);
      const to = call.to ?? end;
      if (last === undefined || call.from > last.to) this.#spans.push({ from: call.from, to });
      else last.to = Math.max(last.to, to);
    }
  }

  within(from: number, to: number): number {
    let covered = 0;
    for (; this.#next < this.#spans.length; this.#next++) {
      const span = this.#spans[this.#next];
      if (span === undefined || span.from >= to) break;
      covered += Math.max(0, Math.min(to, span.to) - Math.max(from, span.from));
      if (span.to > to) break;
    }
    return covered;
  }
}
