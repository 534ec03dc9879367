import type { Job } from "./job.ts";

/** Jobs in order of arrival; one is taken out anywhere without a search. */
export class JobList {
  #first: Job | undefined = undefined;
  #last: Job | undefined = undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(job: Job): void {
    job.previous = this.#last;
    if (this.#last === undefined) this.#first = job;
    else this.#last.next = job;
    this.#last = job;
    this.#size++;
  }

  shift(): Job | undefined {
    const job = this.#first;
    if (job !== undefined) this.remove(job);
    return job;
  }

  /** Takes out a job that stands in this list. */
  remove(job: Job): void {
    const { next, previous } = job;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    job.next = undefined;
    job.previous = undefined;
    this.#size--;
  }
}
