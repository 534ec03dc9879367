export { callLater, enclosingRun, holdClock, onRunEnd, type ScheduledCall } from "./run-hooks.ts";
export { type Duration, milliseconds } from "./duration.ts";
export { type Abort, suspend } from "./suspend.ts";
