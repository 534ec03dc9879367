import { createTask, type Task } from "baedal";

import type { Visit } from "./visit.ts";

/** The visits that are under way, each in a task of its own. */
export class InFlight {
  readonly #tasks = new Map<Visit, Task<void>>();

  get size(): number {
    return this.#tasks.size;
  }

  visits(): Iterable<Visit> {
    return this.#tasks.keys();
  }

  /** Goes a step with a visit; `ended` is called when it is over, with what it threw, if anything. */
  begin(visit: Visit, name: string, step: () => Promise<void>, ended: (failure?: { error: unknown }) => void): void {
    const accompany = async (): Promise<void> => {
      let failure: { error: unknown } | undefined;
      try {
        await step();
      } catch (error) {
        failure = { error };
      } finally {
        this.#tasks.delete(visit);
        ended(failure);
      }
    };
    this.#tasks.set(visit, createTask(accompany, { name }));
  }

  /** Ends the requests of all of them. */
  cut(): void {
    for (const task of this.#tasks.values()) task.cancel("the collection was stopped");
  }

  /** Waits until the last one is over. */
  async settle(): Promise<void> {
    for (const task of [...this.#tasks.values()]) await settled(task);
  }
}

async function settled(task: Task<void>): Promise<void> {
  try {
    await task;
  } catch {
    // Cancelled; everything else is caught where it happens.
  }
}
