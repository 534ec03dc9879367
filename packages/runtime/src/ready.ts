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
 * Invariant: `#scheduled` while entries wait or one runs.
 */
class ReadyQueue {
  #entries: Ready[] = [];
  #head = 0;
  #scheduled = false;
  /** Replaces FIFO while a scenario is explored. */
  pick: Pick | undefined;

  /** Entries waiting for their turn. */
  get size(): number {
    return this.#entries.length - this.#head;
  }

  push(entry: Ready): void {
    this.#entries.push(entry);
    if (this.#scheduled) return;
    this.#scheduled = true;
    // queueMicrotask() costs several times as much in Node (it makes an async resource).
    void resolved.then(this.#turn);
  }

  readonly #turn = (): void => {
    const entry = this.#take();
    // What runs is resumed in a later microtask than this one, but an earlier one than the next turn.
    entry.run();
    if (this.size > 0) void resolved.then(this.#turn);
    else this.#rest();
  };

  #rest(): void {
    this.#scheduled = false;
    this.#head = 0;
    if (this.#entries.length > 1024) this.#entries = [];
    else this.#entries.length = 0;
  }

  #take(): Ready {
    const entries = this.#entries;
    if (this.pick !== undefined) {
      const at = this.#head + this.pick(this.size);
      [entries[this.#head], entries[at]] = [entries[at] as Ready, entries[this.#head] as Ready];
    }
    const entry = entries[this.#head] as Ready; // a turn is only scheduled while entries wait
    this.#head++;
    if (this.#head > 1024 && this.#head * 2 > entries.length) {
      entries.splice(0, this.#head);
      this.#head = 0;
    }
    return entry;
  }
}

/** The wake-up queue of the process. */
export const ready: ReadyQueue = (registry.ready ??= new ReadyQueue()) as ReadyQueue;
