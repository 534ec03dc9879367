import { Future, sleep } from "baedal";

/** Lets one task wait until it is told to look again, or until a time has passed. A call that nobody waits for is kept. */
export class Wake {
  #called = false;
  #waiter: Future<void> | undefined;

  call(): void {
    this.#called = true;
    if (this.#waiter?.done() === false) this.#waiter.setResult();
  }

  /** Waits for a call, at most `limit` ms. */
  async wait(limit: number = Infinity): Promise<void> {
    if (!this.#called) await this.#pause(limit);
    this.#called = false;
  }

  async #pause(limit: number): Promise<void> {
    const waiter = new Future<void>();
    this.#waiter = waiter;
    const alarm = limit === Infinity ? undefined : sleep(Math.max(0, limit));
    alarm?.addDoneCallback(() => {
      if (!waiter.done()) waiter.setResult();
    });
    try {
      await waiter;
    } finally {
      alarm?.cancel();
      this.#waiter = undefined;
    }
  }
}
