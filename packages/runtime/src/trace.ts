export { currentTaskNumber } from "./recording/current-task-number.ts";
export { emit, type EventOrigin, isTracing } from "./recording/emit.ts";
export {
  type BlockedEvent,
  type BusyEvent,
  type CancelEvent,
  type Culprit,
  type DropEvent,
  type EndEvent,
  type ForeignEvent,
  type ResourceEvent,
  type RuntimeEvent,
  type SpawnEvent,
  type StartEvent,
  type TraceEvent,
  traceVersion,
  type WaitEvent,
  type WakeEvent,
} from "./trace/event.ts";
export { liveTasks, liveWaits } from "./recording/live-tasks.ts";
export { publish } from "./recording/publish.ts";
export { record, Recorder, type RecordOptions, type Trace } from "./recording/record.ts";
export { emptyState, reduce, reduceAll, reduceTask, type TaskView, type TraceState } from "./recording/reduce.ts";
export { subscribe } from "./recording/subscribe.ts";
export type { TraceLevel, TraceReceiver } from "./trace/stream.ts";
