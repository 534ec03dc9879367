export { type BlockedReport, watchLoop, type WatchLoopOptions } from "./watchdog/watch-loop.ts";
