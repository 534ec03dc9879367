import { registry } from "./registry.ts";

/** Something woken: its turn comes in the order of waking. */
export interface Ready {
  /** Runs in a microtask of its own; never throws. */
  run(): void;
}

/** Chooses which of `count` ready entries goes next; for exploring other schedules than FIFO. */
export type Pick = (count: number) => number;

const resolved: Promise<void> = Promise.resolve();

/**
 * The one loop that wakes: everything that a settled future concerns goes through here, first woken, first served.
 *
 * One entry a microtask, and the next only after it: what `run` resumed has then come to its next await, as in
 * asyncio, before the next entry looks whether it was cancelled in the meantime.
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

  /**
   * An await of a settled native promise is the cheapest microtask there is: it allocates no promise. The loop therefore
   * stays for one more turn after the last entry, since what that resumed often wakes the next.
   */
  async #turn(): Promise<void> {
    this.#turning = true;
    await resolved;
    while (this.#taken !== this.#pushed) {
      // What runs is resumed in a microtask after this one and before the next turn.
      this.#take().run();
      await resolved;
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
