import type { TaskRecord } from "./task-record.ts";

/**
 * Whose turn it is, as far as the events tell: where computing time is not measured it is estimated by this. From its
 * start or wake-up on a task is charged until it waits or ends, or until anything else shows that the loop has turned.
 * That is the most it can have computed: while it awaits a promise that Baedal did not make, nothing tells.
 */
export class TurnOwner {
  #owner: TaskRecord | undefined;
  #since = 0;

  /** The task goes on at this moment. */
  take(record: TaskRecord, at: number): void {
    this.release(at);
    this.#owner = record;
    this.#since = at;
  }

  /** Nobody is known to have the turn from this moment on. */
  release(at: number): void {
    if (this.#owner !== undefined) this.#owner.estimate += Math.max(0, at - this.#since);
    this.#owner = undefined;
  }
}
