import type { AddOutcome, Frontier, FrontierEntry } from "./frontier.ts";

/** Entries of one transaction at most: more would keep pages waiting that want to be committed. */
const largestBatch = 5000;

/**
 * Queues entries in the frontier. While one batch is written the next one gathers, so a slow source is written at once,
 * and a fast one in large batches: the queues of all hosts are written in pieces of a page, of which a small batch
 * touches almost as many as a large one.
 */
export class AddQueue {
  readonly #frontier: Frontier;
  readonly #onAdded: (outcome: AddOutcome) => void;
  #gathering: FrontierEntry[] = [];
  #writing: Promise<void> | undefined;
  /** The batch that is being written. */
  #batch: Promise<AddOutcome> | undefined;

  constructor(frontier: Frontier, onAdded: (outcome: AddOutcome) => void) {
    this.#frontier = frontier;
    this.#onAdded = onAdded;
  }

  /** Resolves when more may be pushed; rejects when an earlier batch could not be written. */
  async push(entries: readonly FrontierEntry[]): Promise<void> {
    if (entries.length === 0) return;
    for (const entry of entries) this.#gathering.push(entry);
    // With nothing to write, writing would be over before it had begun, and never end.
    if (this.#gathering.length === 0) return;
    if (this.#writing === undefined) this.#begin();
    // Until one batch is over, not all: then the next one is full again.
    else while (this.#batch !== undefined && this.#gathering.length >= largestBatch) await this.#batch;
  }

  /** Resolves when everything that was pushed is on disk. */
  async flush(): Promise<void> {
    // What is pushed while it waits is written by the same loop.
    await this.#writing;
  }

  #begin(): void {
    this.#writing = this.#write();
    this.#writing.catch(() => {}); // whoever pushes or flushes next hears of it
  }

  async #write(): Promise<void> {
    while (this.#gathering.length > 0) {
      const batch = this.#gathering.splice(0, largestBatch);
      this.#batch = this.#frontier.add(batch);
      this.#onAdded(await this.#batch);
    }
    this.#batch = undefined;
    this.#writing = undefined;
  }
}
