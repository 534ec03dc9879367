import type { HttpCall } from "../analysis/http-call.ts";
import type { TaskRecord } from "../analysis/task-record.ts";

interface AnyLane {
  /** Stays the same while the recording grows. */
  readonly key: string;
  /** 0 for what nobody made. */
  readonly depth: number;
  /** Whether what belongs to it is shown below it; `undefined` where nothing does. */
  readonly open: boolean | undefined;
}

/** One task. */
export interface TaskLane extends AnyLane {
  readonly kind: "task";
  readonly record: TaskRecord;
}

/** Siblings of one name, or requests of one task, as one line. */
export interface GroupLane extends AnyLane {
  readonly kind: "group";
  readonly name: string;
  readonly records: readonly TaskRecord[];
  readonly calls: readonly HttpCall[];
}

/** One request of a task that made several at once. */
export interface CallLane extends AnyLane {
  readonly kind: "call";
  readonly call: HttpCall;
}

/** One line of the picture. */
export type Lane = TaskLane | GroupLane | CallLane;
