export type { CrashReason } from "./crash.ts";
export {
  NotCloneableError,
  PoolClosedError,
  ThreadCrashedError,
  ThreadError,
  UnknownFunctionError,
  WorkerModuleError,
} from "./errors.ts";
export type { PoolStatistics } from "./pool-statistics.ts";
export { transfer } from "./transfer.ts";
export type { TransferItem } from "./transfer-marks.ts";
export type { Arguments, FunctionName, Result, UnknownModule } from "./worker-module.ts";
export { WorkerPool } from "./worker-pool.ts";
export type { ClosePoolOptions, WorkerPoolOptions } from "./worker-pool-options.ts";
