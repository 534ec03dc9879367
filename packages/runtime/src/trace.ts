export { emit, type EventOrigin, isTracing } from "./recording/emit.ts";
export {
  type CancelEvent,
  type EndEvent,
  type ForeignEvent,
  type RuntimeEvent,
  type SpawnEvent,
  type StartEvent,
  type TraceEvent,
  traceVersion,
  type WaitEvent,
  type WakeEvent,
} from "./trace/event.ts";
export { record, Recorder, type RecordOptions, type Trace } from "./recording/record.ts";
export { emptyState, reduce, reduceAll, type TaskView, type TraceState } from "./recording/reduce.ts";
export type { TraceLevel } from "./trace/stream.ts";
