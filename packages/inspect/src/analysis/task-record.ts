import type { BusyEvent, TaskView } from "baedal/trace";
import type { HttpCall } from "./http-call.ts";
import type { Slice } from "./slice.ts";

/** A request to stop. */
export interface Cancellation {
  readonly at: number;
  /** The task that asked; 0 for code outside tasks. */
  readonly by: number;
  readonly message: string;
}

/** A lock, permit or token while a task had it. */
export interface Hold {
  readonly resource: string;
  readonly from: number;
  /** `undefined` while it lasts. */
  to: number | undefined;
}

/** A task with its history; the view, which the reducer makes, is how it stands now. */
export interface TaskRecord {
  view: TaskView;
  /** End to end, from its creation on. */
  readonly slices: Slice[];
  /** Numbers of the tasks that it made, in order. */
  readonly children: Set<number>;
  readonly cancellations: Cancellation[];
  readonly holds: Hold[];
  /** The steps that it computed, where that is measured. */
  readonly steps: BusyEvent[];
  readonly calls: HttpCall[];
  /** Milliseconds that it computed at most, where that is not measured: until another task or the loop had its turn. */
  estimate: number;
  /** Waits that it began. */
  waits: number;
}

/** When its life ended: its end, or that of the recording. */
export function lifeEnd(record: TaskRecord, end: number): number {
  return record.view.endedAt ?? Math.max(record.view.createdAt, end);
}
