import type { TaskRecord } from "./task-record.ts";

/** Tasks that are woken within this many milliseconds are woken in one turn of the loop, and take their turns after it. */
const ONE_TURN = 0.5;

/**
 * Whose turn it is, as far as the events tell: where computing time is not measured it is estimated by this. A task that
 * goes on is charged until it waits or ends, or until anything else shows that the loop has turned. Of several that were
 * woken in one turn, each is charged the time before its next wait, since the one that waits is the one that ran. That is
 * the most a task can have computed: while it awaits a promise that Baedal did not make, nothing tells.
 */
export class TurnOwner {
  /** Those that may have the turn, the one that was woken last at the end. */
  readonly #candidates = new Set<TaskRecord>();
  #since = 0;

  /** The task goes on at this moment. */
  take(record: TaskRecord, at: number): void {
    if (at - this.#since > ONE_TURN) this.turned(at);
    this.#candidates.add(record);
    this.#since = at;
  }

  /** The task waits or ends: it was the one that ran. */
  yield(record: TaskRecord, at: number): void {
    if (this.#candidates.delete(record)) this.#charge(record, at);
    this.#since = at;
  }

  /** The loop has turned: none of them runs any more. */
  turned(at: number): void {
    const last = [...this.#candidates].at(-1);
    if (last !== undefined) this.#charge(last, at);
    this.#candidates.clear();
    this.#since = at;
  }

  #charge(record: TaskRecord, at: number): void {
    record.estimate += Math.max(0, at - this.#since);
  }
}
