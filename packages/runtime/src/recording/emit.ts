import { currentRun } from "../scheduling/run-state.ts";
import type { Task } from "../tasks/task.ts";
import type { ForeignEvent } from "../trace/event.ts";
import { traceStream } from "../trace/stream.ts";
import { currentTaskNumber } from "./current-task-number.ts";

/** Whether anybody records events of other packages; ask before making the data of an event. */
export function isTracing(): boolean {
  return traceStream.level > 1;
}

/** Whom an event concerns, for what is told of from a callback that runs outside the task it works for. */
export interface EventOrigin {
  /** Undefined for code outside tasks. */
  readonly task: Task<unknown> | undefined;
  /** Milliseconds on the clock of that task's run. */
  readonly at: number;
}

/**
 * Sends an event of another package; does nothing while nobody records.
 *
 * @param kind - `package:what`, documented by that package
 * @param data - plain data, without secrets
 * @param origin - the task and the time of the event. @default the current task and time
 *
 * @example
 * ```ts
 * import { emit, isTracing } from "baedal/trace";
 *
 * if (isTracing()) emit("kitchen:dish", { name: "jjajangmyeon", minutes: 12 });
 * ```
 */
export function emit(kind: ForeignEvent["kind"], data: ForeignEvent["data"], origin?: EventOrigin): void {
  if (traceStream.level < 2) return;
  if (origin !== undefined) return traceStream.send({ kind, at: origin.at, task: origin.task?.id ?? 0, data });
  traceStream.send({ kind, at: currentRun().clock.now(), task: currentTaskNumber(), data });
}
