export { callLater, enclosingRun, holdClock, onRunEnd, type ScheduledCall } from "./tasks/run-hooks.ts";
export { type Duration, milliseconds } from "./time/duration.ts";
export { type Abort, suspend } from "./futures/suspend.ts";
