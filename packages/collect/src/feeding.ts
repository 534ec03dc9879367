import { CancelledError, cancellable, createTask, type Task } from "baedal";

import { AddQueue } from "./add-queue.ts";
import type { Emit } from "./emit.ts";
import type { Follower } from "./follow/follower.ts";
import type { AddOutcome, Frontier, FrontierEntry } from "./frontier.ts";

/** What feeding works with. */
export interface FeedingParts {
  readonly frontier: Frontier;
  /** Hears of the URLs given by hand. */
  readonly follower: Follower;
  /** Emits the URLs to queue, until there are no more for now. */
  readonly feed: (emit: Emit) => Promise<void>;
  readonly added: (outcome: AddOutcome) => void;
  readonly failed: (error: unknown) => void;
  /** It has come to its end. */
  readonly ended: () => void;
}

/** Brings what comes from lists, sitemaps and programs into the queue, in a task of its own. */
export class Feeding {
  readonly #parts: FeedingParts;
  readonly #adding: AddQueue;
  #task: Task<void> | undefined;
  #ended = false;

  constructor(parts: FeedingParts) {
    this.#parts = parts;
    this.#adding = new AddQueue(parts.frontier, parts.added);
  }

  /** URLs may still be coming. */
  get goesOn(): boolean {
    return this.#task !== undefined;
  }

  /** There are URLs to be read; does nothing while some are being read. */
  begin(): void {
    this.#task ??= createTask(() => this.#work(), { name: "feed" });
  }

  /** Takes nothing more, and resolves when all that was taken is in the queue: nothing is added after it. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#task?.cancel();
    try {
      await this.#adding.flush();
    } catch (error) {
      this.#parts.failed(error);
    }
  }

  async #work(): Promise<void> {
    const { feed, failed, ended } = this.#parts;
    try {
      await cancellable(feed((entries) => this.#queue(entries)));
      await this.#adding.flush();
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      failed(error);
    } finally {
      this.#task = undefined;
      ended();
    }
  }

  async #queue(entries: readonly FrontierEntry[]): Promise<void> {
    // Cancelling the task does not end the reading of a list, which goes on until it emits something.
    if (this.#ended) throw new CancelledError("the collection has ended");
    for (const { url, origin } of entries) if (origin === "given") this.#parts.follower.addStart(url);
    await this.#adding.push(entries);
  }
}
