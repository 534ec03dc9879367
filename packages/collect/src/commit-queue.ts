import { createTask, sleep, type Task } from "baedal";

import type { AddOutcome, Completion, Frontier } from "./frontier.ts";
import { Wake } from "./wake.ts";

/** How long the first of a group waits for others, in ms; a commit costs one write to the disk, however large. */
const patience = 10;
const largestGroup = 256;
const largestBytes = 16 * 1024 ** 2;

/** A completion on its way to the store. */
export interface Commit<T> {
  readonly completion: Completion;
  /** Handed back once it is committed. */
  readonly attachment: T;
}

/** What the owner of a queue hears. */
export interface CommitListener<T> {
  committed(attachments: readonly T[], outcome: AddOutcome): void;
  failed(error: unknown): void;
}

/**
 * Groups completions and commits them, in the order of their arrival. While one group is written the next one gathers.
 */
export class CommitQueue<T> {
  readonly #frontier: Frontier;
  readonly #listener: CommitListener<T>;
  readonly #wake = new Wake();
  readonly #task: Task<void>;
  #waiting: Commit<T>[] = [];
  #waitingBytes = 0;
  #closing = false;
  #pending = 0;
  #pendingBytes = 0;

  constructor(frontier: Frontier, listener: CommitListener<T>) {
    this.#frontier = frontier;
    this.#listener = listener;
    this.#task = createTask(() => this.#work(), { name: "commit" });
  }

  /** Completions that are not on disk yet. */
  get pending(): number {
    return this.#pending;
  }

  /** The bytes of their bodies. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  push(commit: Commit<T>): void {
    this.#waiting.push(commit);
    this.#waitingBytes += bytesOf(commit);
    this.#pending += 1;
    this.#pendingBytes += bytesOf(commit);
    this.#wake.call();
  }

  /** Commits what is left, and ends. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#wake.call();
    await this.#task;
  }

  async #work(): Promise<void> {
    for (;;) {
      if (this.#waiting.length === 0) {
        if (this.#closing) return;
        await this.#wake.wait();
        continue;
      }
      if (!this.#closing && !this.#isFull()) await sleep(patience);
      if (!(await this.#flush())) return;
    }
  }

  /** Of large bodies few at a time: while they are written there is a second copy of each. */
  #takeGroup(): readonly Commit<T>[] {
    let bytes = 0;
    const next = this.#waiting.findIndex((commit) => (bytes += bytesOf(commit)) >= largestBytes);
    const group = this.#waiting.splice(0, next === -1 ? this.#waiting.length : next + 1);
    this.#waitingBytes -= bytes;
    return group;
  }

  #isFull(): boolean {
    return this.#waiting.length >= largestGroup || this.#waitingBytes >= largestBytes;
  }

  async #flush(): Promise<boolean> {
    const group = this.#takeGroup();
    try {
      const outcome = await this.#frontier.complete(group.map(({ completion }) => completion));
      this.#pending -= group.length;
      this.#pendingBytes -= group.reduce((sum, commit) => sum + bytesOf(commit), 0);
      this.#listener.committed(
        group.map(({ attachment }) => attachment),
        outcome,
      );
      return true;
    } catch (error) {
      this.#listener.failed(error);
      return false;
    }
  }
}

function bytesOf({ completion }: Commit<unknown>): number {
  return completion.kind === "finished" ? (completion.outcome.body?.length ?? 0) : 0;
}
