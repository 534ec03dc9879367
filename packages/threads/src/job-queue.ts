import type { Job } from "./job.ts";
import { JobList } from "./job-list.ts";

/** Jobs on their way to a thread, first come, first served: a bounded queue, and those that wait for a place in it. */
export class JobQueue {
  readonly #places: number;
  readonly #queued = new JobList();
  /** Empty while the queue has a place. */
  readonly #waiting = new JobList();

  constructor(places: number) {
    this.#places = places;
  }

  get queued(): number {
    return this.#queued.size;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  get hasPlace(): boolean {
    return this.#queued.size < this.#places;
  }

  add(job: Job): void {
    job.state = "waiting";
    this.#waiting.push(job);
    this.#moveUp();
  }

  /** The next job for a thread. A queue without places still lets jobs through. */
  take(): Job | undefined {
    const job = this.#queued.shift() ?? this.#waiting.shift();
    this.#moveUp();
    return job;
  }

  /** Takes out a job that stands in it. */
  remove(job: Job): void {
    (job.state === "queued" ? this.#queued : this.#waiting).remove(job);
    this.#moveUp();
  }

  #moveUp(): void {
    while (this.hasPlace) {
      const job = this.#waiting.shift();
      if (job === undefined) return;
      job.state = "queued";
      this.#queued.push(job);
    }
  }
}
