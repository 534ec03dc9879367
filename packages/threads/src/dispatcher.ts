import { AsyncLocalStorage } from "node:async_hooks";
import { PoolClosedError, ThreadError } from "./errors.ts";
import type { Job } from "./job.ts";
import { JobQueue } from "./job-queue.ts";
import type { PoolSettings } from "./pool-settings.ts";
import { type JobEnd, type PoolStatistics, PoolTotals } from "./pool-statistics.ts";
import { Thread } from "./thread.ts";

/** Gives jobs to threads, and starts and stops those. */
export class Dispatcher {
  readonly #url: string;
  readonly #settings: PoolSettings;
  readonly #changed: () => void;
  readonly #queue: JobQueue;
  readonly #running = new Set<Job>();
  /** All that have not ended yet, those that are being stopped too: there are never more than `settings.threads`. */
  readonly #threads = new Set<Thread>();
  readonly #totals = new PoolTotals();
  /** The context in which the pool was made: a thread must not keep that of the task which happened to need it first. */
  readonly #inContext = AsyncLocalStorage.snapshot();
  #open = true;

  /** @param changed - called whenever a place in the queue or a thread may have become free */
  constructor(url: string, settings: PoolSettings, changed: () => void) {
    this.#url = url;
    this.#settings = settings;
    this.#changed = changed;
    this.#queue = new JobQueue(settings.maxQueue);
  }

  /** Whether it takes jobs. */
  get open(): boolean {
    return this.#open;
  }

  /** Threads that exist. */
  get alive(): number {
    return this.#threads.size;
  }

  /** Whether a job would not have to wait for a place in the queue. */
  get hasPlace(): boolean {
    return this.#queue.waiting === 0 && (this.#queue.hasPlace || this.#hasThread());
  }

  statistics(): PoolStatistics {
    return {
      threads: this.#settings.threads,
      alive: this.#threads.size,
      running: this.#running.size,
      queued: this.#queue.queued,
      waiting: this.#queue.waiting,
      ...this.#totals.including(this.#running),
    };
  }

  add(job: Job): void {
    this.#queue.add(job);
    this.#dispatch();
  }

  /** Gives up a job whose future was cancelled. */
  withdraw(job: Job): void {
    if (job.state === "over") return;
    if (job.state === "running") job.thread?.stop();
    else this.#queue.remove(job);
    this.#end(job, "cancelled");
    this.#dispatch();
  }

  /** Takes no more jobs, drops those without a thread, and stops threads as soon as they have no job. */
  shut(): void {
    this.#open = false;
    for (let job = this.#queue.take(); job !== undefined; job = this.#queue.take()) {
      this.#end(job, "failed", new PoolClosedError(job.call.name, "dropped"));
    }
    for (const thread of this.#threads) if (thread.free) thread.stop();
  }

  /** Stops the threads that have jobs. */
  stopRunning(): void {
    for (const job of this.#running) {
      job.thread?.stop();
      this.#end(job, "failed", new PoolClosedError(job.call.name, "stopped"));
    }
  }

  #dispatch(): void {
    while (this.#hasThread()) {
      const job = this.#queue.take();
      if (job === undefined) break;
      this.#start(job);
    }
    this.#changed();
  }

  #hasThread(): boolean {
    return this.#threads.size < this.#settings.threads || this.#freeThread() !== undefined;
  }

  #freeThread(): Thread | undefined {
    for (const thread of this.#threads) if (thread.free) return thread;
    return undefined;
  }

  #start(job: Job): void {
    let thread: Thread;
    try {
      thread = this.#freeThread() ?? this.#newThread();
    } catch (cause) {
      return this.#end(
        job,
        "failed",
        new ThreadError(job.call.name, `No thread could be started for ${job.call.name}`, { cause }),
      );
    }
    job.begin(thread);
    this.#running.add(job);
    thread.run(job.call).then(
      (value) => this.#finish(job, thread, "completed", value),
      (error: unknown) => this.#finish(job, thread, "failed", error),
    );
  }

  #newThread(): Thread {
    const thread = this.#inContext(
      () => new Thread(this.#url, this.#settings.resourceLimits, (gone) => this.#forget(gone)),
    );
    this.#threads.add(thread);
    return thread;
  }

  #forget(thread: Thread): void {
    this.#threads.delete(thread);
    this.#dispatch();
  }

  #finish(job: Job, thread: Thread, end: JobEnd, value: unknown): void {
    thread.release();
    if (!this.#open) thread.stop();
    this.#end(job, end, value);
    this.#dispatch();
  }

  /** Does nothing if the job is over, as one that was cancelled while its thread still had it. */
  #end(job: Job, end: JobEnd, value?: unknown): void {
    if (job.state === "over") return;
    this.#totals.count(job, end);
    this.#running.delete(job);
    job.end(end, value);
  }
}
