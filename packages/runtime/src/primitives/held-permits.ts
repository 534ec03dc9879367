import type { HomeRun } from "./home-run.ts";
import type { Permit } from "./permit.ts";
import type { Task } from "../tasks/task.ts";
import { traceHold } from "./trace-hold.ts";
import { traceStream } from "../trace/stream.ts";

/** A permit that knows the one its owner took before it. */
export interface CountedPermit extends Permit {
  older: CountedPermit | undefined;
  /** Whether giving it back has an effect. */
  isOut: boolean;
}

/**
 * The permits of a semaphore that are out, by the task that took them: `release()` does not say which one it means, and
 * the guard of that one must do nothing afterwards.
 */
export class HeldPermits {
  readonly #newest = new Map<Task<unknown> | undefined, CountedPermit>();
  readonly #home: HomeRun;
  #size = 0;

  /** @param home - of the semaphore */
  constructor(home: HomeRun) {
    this.#home = home;
  }

  get size(): number {
    return this.#size;
  }

  /** The tasks that have permits. */
  owners(): Task<unknown>[] {
    return [...this.#newest.keys()].filter((owner) => owner !== undefined);
  }

  add(permit: CountedPermit): void {
    permit.isOut = true;
    permit.older = this.#newest.get(permit.owner);
    this.#newest.set(permit.owner, permit);
    this.#size++;
    if (traceStream.level > 2) traceHold("acquired", this.#home, permit.owner);
  }

  /** Takes one back; false when it was taken back before. */
  remove(permit: CountedPermit): boolean {
    if (!permit.isOut) return false;
    permit.isOut = false;
    this.#unlink(permit);
    return true;
  }

  /**
   * Somebody released without saying which: the newest of its own, so that its guard does nothing any more.
   * Who has none gives back for another, or adds one. The guards stay good then; but as permits may be thrown away (a
   * semaphore used as a signal), one of the oldest owner's is no longer remembered, or they would add up.
   */
  releaseOne(owner: Task<unknown> | undefined): void {
    const own = this.#newest.get(owner);
    if (own !== undefined) return void this.remove(own);
    const [oldest] = this.#newest.values();
    if (oldest !== undefined) this.#unlink(oldest);
  }

  #unlink(permit: CountedPermit): void {
    const newest = this.#newest.get(permit.owner);
    if (newest === permit) this.#unlinkNewest(permit);
    else {
      let newer = newest;
      while (newer !== undefined && newer.older !== permit) newer = newer.older;
      if (newer === undefined) return;
      newer.older = permit.older;
    }
    permit.older = undefined;
    this.#size--;
    if (traceStream.level > 2) traceHold("released", this.#home, permit.owner);
  }

  #unlinkNewest(permit: CountedPermit): void {
    if (permit.older === undefined) this.#newest.delete(permit.owner);
    else this.#newest.set(permit.owner, permit.older);
  }
}
