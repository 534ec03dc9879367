import { registry } from "../process/registry.ts";

/** Something woken: its turn comes in the order of waking. */
export interface Ready {
  /**
   * Runs in a microtask of its own; never throws.
   *
   * @returns the task that it resumes; the next turn waits until that has come to its next wait. A promise when it
   *   resumes several, one after another: then the next turn waits for that
   */
  takeTurn(): object | Promise<void> | void;
}

/** Chooses which of `count` ready entries goes next; for exploring other schedules than FIFO. */
export type Pick = (count: number) => number;

const resolved: Promise<void> = Promise.resolve();

/**
 * How many microtasks the next turn waits at most for the task that was resumed. Each `return` from a nested async
 * function takes one, so this is about the depth of calls that a task may leave and still be alone meanwhile; a task that
 * goes on to wait for a foreign promise never parks, and costs this much.
 */
const patience = 24;

/**
 * The one loop that wakes: whatever is ready to go on goes through here, first come, first served: new tasks, awaits of
 * settled futures, callbacks.
 *
 * One at a time: a task that is resumed comes to its next wait before the next entry has its turn, as in asyncio, where
 * a step runs until the task waits. JavaScript gives no such guarantee: every `await` inside is a microtask in which
 * others may run. So the loop holds the next turn until the task parks or ends, or patience does.
 *
 * Invariant: `#turning` while entries wait or one runs.
 */
class ReadyQueue {
  /** A ring of a power of two: nothing is allocated while it is large enough. */
  #ring: (Ready | undefined)[] = new Array<undefined>(256).fill(undefined);
  /** Entries ever taken and ever pushed; the place of an entry is its number modulo the size of the ring. */
  #taken = 0;
  #pushed = 0;
  #turning = false;
  /** The task that was resumed last, until it parks or ends. */
  #resumed: object | undefined;
  /** Replaces FIFO while a scenario is explored. */
  pick: Pick | undefined;

  /** Entries that had their turn so far; who compares it over time learns whether anything ran. */
  get turns(): number {
    return this.#taken;
  }

  /** Entries waiting for their turn. */
  get size(): number {
    return this.#pushed - this.#taken;
  }

  push(entry: Ready): void {
    if (this.#pushed - this.#taken === this.#ring.length) this.#grow();
    this.#ring[this.#pushed++ & (this.#ring.length - 1)] = entry;
    if (!this.#turning) void this.#turn();
  }

  /** For an entry that resumes several tasks: resolves when this one has come to its next wait. */
  async held(task: object): Promise<void> {
    this.#resumed = task;
    await resolved;
    for (let left = patience; left > 0 && this.#resumed !== undefined; left--) await resolved;
  }

  /** A task has parked or ended: if it is the one that was resumed, the next has its turn. */
  rest(task: object): void {
    if (this.#resumed === task) this.#resumed = undefined;
  }

  /**
   * An await of a settled native promise is the cheapest microtask there is: it allocates no promise. The loop therefore
   * stays for one more turn after the last entry, since what that resumed often wakes the next.
   */
  async #turn(): Promise<void> {
    this.#turning = true;
    await resolved;
    while (this.#taken !== this.#pushed) {
      const resumed = this.#take().takeTurn() ?? undefined;
      // A callback is over when it returns; only what was resumed has microtasks of its own to go on in.
      if (resumed === undefined && this.#taken !== this.#pushed) continue;
      if (resumed instanceof Promise) {
        await resumed;
        continue;
      }
      this.#resumed = resumed;
      await resolved;
      for (let left = patience; left > 0 && this.#resumed !== undefined && this.#taken !== this.#pushed; left--) {
        await resolved;
      }
    }
    this.#turning = false;
  }

  #take(): Ready {
    if (this.pick !== undefined) this.#bringForward(this.pick(this.size));
    const place = this.#taken++ & (this.#ring.length - 1);
    const entry = this.#ring[place] as Ready; // taken < pushed, and only taken places are cleared
    this.#ring[place] = undefined;
    return entry;
  }

  #bringForward(by: number): void {
    const mask = this.#ring.length - 1;
    const first = this.#taken & mask;
    const other = (this.#taken + by) & mask;
    [this.#ring[first], this.#ring[other]] = [this.#ring[other], this.#ring[first]];
  }

  #grow(): void {
    const mask = this.#ring.length - 1;
    const ordered = this.#ring.map((_, index) => this.#ring[(this.#taken + index) & mask]);
    this.#ring = [...ordered, ...new Array<undefined>(ordered.length).fill(undefined)];
    this.#pushed -= this.#taken;
    this.#taken = 0;
  }
}

/** The wake-up queue of the process. */
export const ready: ReadyQueue = (registry.ready ??= new ReadyQueue()) as ReadyQueue;
