import type { TaskView } from "baedal/trace";
import type { WaitKind } from "./wait-kind.ts";

/** A stretch of a task's life in which it did one thing. The slices of a task lie end to end. */
export interface Slice {
  readonly state: Exclude<TaskView["state"], "done">;
  /** Milliseconds on the clock of the run. */
  readonly from: number;
  /** `undefined` while it lasts. */
  to: number | undefined;
  /** What it waited for, in words, oldest first; empty unless it waited. */
  readonly waits: readonly string[];
  readonly kind: WaitKind | undefined;
  /** The task whose doing ended the wait; 0 for the event loop, `undefined` while it lasts. */
  wokenBy: number | undefined;
  /** Whether the task had been asked to stop by then. */
  readonly stopping: boolean;
}

/** The end of a slice, which is that of the recording for one that lasts. */
export function sliceEnd(slice: Slice, end: number): number {
  return slice.to ?? Math.max(slice.from, end);
}

/** The first slice that ends after a moment, by its place; the number of slices where there is none. */
export function sliceAt(slices: readonly Slice[], at: number): number {
  let [low, high] = [0, slices.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((slices[middle]?.to ?? Infinity) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
