export { asCompleted, type AsCompletedOptions, type Completed } from "./combining/as-completed.ts";
export { Barrier, type BarrierStatistics } from "./primitives/barrier.ts";
export { cancellable } from "./tasks/cancellable.ts";
export { CapacityLimiter, type CapacityLimiterStatistics } from "./primitives/capacity-limiter.ts";
export type { Clock } from "./time/clock.ts";
export { Condition, type ConditionStatistics } from "./primitives/condition.ts";
export { Coroutine, coroutine, type CoroutineOptions } from "./tasks/coroutine.ts";
export type { Duration } from "./time/duration.ts";
export { ensureFuture } from "./tasks/ensure-future.ts";
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
} from "./errors/errors.ts";
export { Event, type EventStatistics } from "./primitives/event.ts";
export { Future } from "./futures/future.ts";
export { gather, type Gatherable, type Gathered, type GatherOptions } from "./combining/gather.ts";
export type { PrimitiveOptions } from "./primitives/home-run.ts";
export { LifoQueue } from "./queues/lifo-queue.ts";
export { Lock, type LockStatistics } from "./primitives/lock.ts";
export { PriorityQueue, type PriorityQueueOptions } from "./queues/priority-queue.ts";
export { Queue, type QueueStatistics } from "./queues/queue.ts";
export { race } from "./combining/race.ts";
export { run, type RunOptions } from "./running/run.ts";
export type { Awaitable, Runnable } from "./tasks/runnable.ts";
export { BoundedSemaphore, Semaphore, type SemaphoreStatistics } from "./primitives/semaphore.ts";
export { shield } from "./combining/shield.ts";
export { signal } from "./tasks/signal.ts";
export { now, sleep, sleepSync } from "./tasks/sleep.ts";
export { allTasks, createTask, currentTask, Task, type TaskOptions } from "./tasks/task.ts";
export { type TaskGroup, taskGroup } from "./combining/task-group.ts";
export { taskTree } from "./tasks/task-tree.ts";
export { timeout, timeoutAt, type TimeoutHandle } from "./combining/timeout.ts";
export { waitFor } from "./combining/wait-for.ts";
export { wait, type WaitOptions, type WaitResult } from "./combining/wait-for-tasks.ts";
