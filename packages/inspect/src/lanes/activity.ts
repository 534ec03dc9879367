import { sliceEnd } from "../analysis/slice.ts";
import type { TaskRecord } from "../analysis/task-record.ts";
import type { TimeFrame } from "./time-frame.ts";

/** How many tasks did what over time: their mean number in each of a row of equal parts of a frame. */
export interface Activity {
  /** All that were alive. */
  readonly alive: readonly number[];
  /** Those that went on: of them, at one time, only one can really compute. */
  readonly running: readonly number[];
}

/** As much of a task as is needed to count it. */
export interface Countable {
  readonly slices: TaskRecord["slices"];
  readonly view: Pick<TaskRecord["view"], "createdAt" | "endedAt">;
}

/** Counts tasks over a frame in so many parts. */
export function activityOf(records: Iterable<Countable>, frame: TimeFrame, end: number, parts: number): Activity {
  const alive = new Spread(frame, parts);
  const running = new Spread(frame, parts);
  for (const { slices, view } of records) {
    alive.add(view.createdAt, view.endedAt ?? end);
    for (const slice of slices) if (slice.state === "running") running.add(slice.from, sliceEnd(slice, end));
  }
  return { alive: alive.means(), running: running.means() };
}

/** Adds stretches of time up over equal parts, each in constant time. */
class Spread {
  readonly #frame: TimeFrame;
  readonly #parts: number;
  /** What a part gets for itself, and by how much the number in all later parts changes with it. */
  readonly #own: Float64Array;
  readonly #change: Float64Array;

  constructor(frame: TimeFrame, parts: number) {
    this.#frame = frame;
    this.#parts = parts;
    this.#own = new Float64Array(parts + 1);
    this.#change = new Float64Array(parts + 2);
  }

  add(from: number, to: number): void {
    const { from: start, to: stop } = this.#frame;
    const scale = this.#parts / Math.max(1e-9, stop - start);
    const a = Math.max(0, (from - start) * scale);
    const b = Math.min(this.#parts, (to - start) * scale);
    if (!(b > a)) return;
    const [first, last] = [Math.floor(a), Math.floor(b)];
    if (first === last) return this.#give(first, b - a);
    this.#give(first, first + 1 - a);
    this.#give(last, b - last);
    this.#change[first + 1] = (this.#change[first + 1] ?? 0) + 1;
    this.#change[last] = (this.#change[last] ?? 0) - 1;
  }

  means(): number[] {
    let level = 0;
    return Array.from({ length: this.#parts }, (_, part) => {
      level += this.#change[part] ?? 0;
      return level + (this.#own[part] ?? 0);
    });
  }

  #give(part: number, amount: number): void {
    this.#own[part] = (this.#own[part] ?? 0) + amount;
  }
}
