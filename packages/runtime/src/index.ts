export { asCompleted, type AsCompletedOptions, type Completed } from "./as-completed.ts";
export { Barrier, type BarrierStatistics } from "./barrier.ts";
export { cancellable } from "./cancellable.ts";
export { CapacityLimiter, type CapacityLimiterStatistics } from "./capacity-limiter.ts";
export type { Clock } from "./clock.ts";
export { Condition, type ConditionStatistics } from "./condition.ts";
export { Coroutine, coroutine, type CoroutineOptions } from "./coroutine.ts";
export type { Duration } from "./duration.ts";
export { ensureFuture } from "./ensure-future.ts";
export {
  BrokenBarrierError,
  CancelledError,
  DeadlockError,
  type ErrorFilter,
  ExceptionGroup,
  InvalidStateError,
  isTimeout,
  KeyboardInterrupt,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
  RuntimeError,
  TimeoutError,
} from "./errors.ts";
export { Event, type EventStatistics } from "./event.ts";
export { Future } from "./future.ts";
export { gather, type Gatherable, type Gathered, type GatherOptions } from "./gather.ts";
export type { PrimitiveOptions } from "./home-run.ts";
export { LifoQueue } from "./lifo-queue.ts";
export { Lock, type LockStatistics } from "./lock.ts";
export { PriorityQueue, type PriorityQueueOptions } from "./priority-queue.ts";
export { Queue, type QueueStatistics } from "./queue.ts";
export { race } from "./race.ts";
export { run, type RunOptions } from "./run.ts";
export type { Awaitable, Runnable } from "./runnable.ts";
export { BoundedSemaphore, Semaphore, type SemaphoreStatistics } from "./semaphore.ts";
export { shield } from "./shield.ts";
export { signal } from "./signal.ts";
export { now, sleep, sleepSync } from "./sleep.ts";
export { allTasks, createTask, currentTask, Task, type TaskOptions } from "./task.ts";
export { type TaskGroup, taskGroup } from "./task-group.ts";
export { taskTree } from "./task-tree.ts";
export { timeout, timeoutAt, type TimeoutHandle } from "./timeout.ts";
export { waitFor } from "./wait-for.ts";
export { wait, type WaitOptions, type WaitResult } from "./wait-for-tasks.ts";
