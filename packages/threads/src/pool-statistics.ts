/** Numbers of a pool at one moment. */
export interface PoolStatistics {
  /** The most threads it has. */
  readonly threads: number;
  /** Threads that exist, those that are starting or being stopped too. */
  readonly alive: number;
  /** Jobs that a thread has. */
  readonly running: number;
  /** Jobs in the queue for a free thread, at most `maxQueue`. */
  readonly queued: number;
  /** Jobs that wait for a place in the queue. */
  readonly waiting: number;
  /** Jobs that returned. */
  readonly completed: number;
  /** Jobs that ended with an error, that of a closed pool too. */
  readonly failed: number;
  /** Jobs that were cancelled, wherever they were. */
  readonly cancelled: number;
  /** Time that threads had jobs so far, in milliseconds, summed over the threads. */
  readonly busy: number;
}

/** How a job ended. */
export type JobEnd = "completed" | "failed" | "cancelled";

/** What counts of a job. */
interface Timed {
  readonly state: string;
  readonly startedAt: number;
}

/** What only grows. */
export class PoolTotals {
  readonly #ends: Record<JobEnd, number> = { completed: 0, failed: 0, cancelled: 0 };
  #busy = 0;

  count(job: Timed, end: JobEnd): void {
    this.#ends[end]++;
    if (job.state === "running") this.#busy += performance.now() - job.startedAt;
  }

  /** The totals, with the time of jobs that still run. */
  including(running: Iterable<Timed>): Pick<PoolStatistics, JobEnd | "busy"> {
    const now = performance.now();
    let busy = this.#busy;
    for (const job of running) busy += now - job.startedAt;
    return { ...this.#ends, busy };
  }
}
