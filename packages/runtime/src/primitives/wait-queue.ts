import type { Task } from "../tasks/task.ts";
import type { Wait, WaitSource } from "../futures/wait.ts";

/** What a wait queue knows of the primitive it is part of. */
export interface WaitQueueOptions<W> {
  /** What its waits do, such as `Lock.acquire`. */
  readonly what: string;
  /** Name of the primitive. */
  readonly name: string | undefined;
  /** A wait has left because it was cancelled. */
  readonly withdrawn?: (wait: W) => void;
  /** Takes back what a wait was given, since its await got a cancellation instead; false when it is too late for that. */
  readonly refund?: (wait: W) => boolean;
  /** The tasks that have what its waits are for; for naming cycles of waits. */
  readonly holders?: () => readonly Task<unknown>[];
}

/**
 * The one queue that lies under every primitive: who came first is first, and anybody may leave at any time.
 * The waits link themselves, so that nothing is allocated and leaving costs the same from anywhere.
 *
 *     first ⇄ wait ⇄ wait ⇄ last
 *
 * Invariant: a wait in here is pending, and one that is not in here has no neighbours.
 */
export class WaitQueue<W extends Wait<unknown>> implements WaitSource {
  readonly #options: WaitQueueOptions<W>;
  #first: W | undefined;
  #last: W | undefined;
  #size = 0;

  constructor(options: WaitQueueOptions<W>) {
    this.#options = options;
  }

  /** How many wait. */
  get size(): number {
    return this.#size;
  }

  /** Adds at the end. */
  add(wait: W): void {
    const last = this.#last;
    if (last === undefined) this.#first = wait;
    else {
      last.nextWait = wait;
      wait.previousWait = last;
    }
    this.#last = wait;
    this.#size++;
  }

  /** Takes the one that has waited longest; whoever takes it settles it. */
  shift(): W | undefined {
    const first = this.#first;
    if (first !== undefined) this.#remove(first);
    return first;
  }

  /** How many wait before it; undefined where that is `most` or more, and for one that was taken out. */
  placeOf(wait: W, most: number): number | undefined {
    let place = 0;
    let first: Wait<unknown> = wait;
    for (; first.previousWait !== undefined && place < most; place++) first = first.previousWait;
    return first === this.#first && place < most ? place : undefined;
  }

  withdraw(wait: W): void {
    // One that was taken out and is not settled yet has nothing to leave.
    if (wait.previousWait === undefined && this.#first !== wait) return;
    this.#remove(wait);
    this.#options.withdrawn?.(wait);
  }

  refund(wait: W): boolean {
    return this.#options.refund?.(wait) ?? true;
  }

  holders(): readonly Task<unknown>[] {
    return this.#options.holders?.() ?? [];
  }

  describe(): string {
    const { what, name } = this.#options;
    return name === undefined ? what : `${what} of '${name}'`;
  }

  #remove(wait: W): void {
    const { nextWait, previousWait } = wait;
    // Only W are added, so neighbours are W.
    if (previousWait === undefined) this.#first = nextWait as W | undefined;
    else previousWait.nextWait = nextWait;
    if (nextWait === undefined) this.#last = previousWait as W | undefined;
    else nextWait.previousWait = previousWait;
    wait.nextWait = undefined;
    wait.previousWait = undefined;
    this.#size--;
  }
}
