import type { ResourceLimits } from "node:worker_threads";
import type { Duration } from "baedal";

/** Options of a `WorkerPool`. */
export interface WorkerPoolOptions {
  /**
   * The most threads it has, each with one job at a time. A thread is started when a job needs it and kept until the pool
   * is closed.
   *
   * @default os.availableParallelism()
   */
  readonly threads?: number;
  /**
   * The most jobs that may stand in the queue for a free thread. A `run` beyond it waits for a place there first, and
   * `drain()` waits as long as the queue is full; nothing is refused.
   *
   * @default Infinity
   */
  readonly maxQueue?: number;
  /**
   * Memory that one thread may use, in MB (2^20 bytes), as for Node's `Worker`. A thread that needs more ends, with a
   * `ThreadCrashedError` for its job. `ArrayBuffer`s do not count.
   *
   * @default Node's
   */
  readonly resourceLimits?: ResourceLimits;
}

/** Options of `close`. */
export interface ClosePoolOptions {
  /**
   * How long jobs that run may go on; their threads are stopped then.
   *
   * @default 5 s
   */
  readonly grace?: Duration;
}
