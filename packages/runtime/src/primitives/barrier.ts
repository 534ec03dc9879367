import { keepShape } from "../process/keep-shape.ts";
import { BrokenBarrierError } from "../errors/errors.ts";
import type { Future } from "../futures/future.ts";
import { REJECTED } from "../futures/future-state.ts";
import { BarrierWait } from "./barrier-wait.ts";
import { HomeRun, type PrimitiveOptions } from "./home-run.ts";
import { requireCount } from "./require-count.ts";
import { fulfilled, rejected } from "../futures/settled-future.ts";
import { WaitQueue } from "./wait-queue.ts";

/** What `Barrier.statistics()` gives. */
export interface BarrierStatistics {
  readonly parties: number;
  readonly tasksWaiting: number;
  readonly broken: boolean;
}

/**
 * Holds tasks until a number of them have come, then lets them all go on; the next round begins at once.
 * Semantics: `asyncio.Barrier`, except that the indices of a round are given out when it is complete, so that they are
 * distinct also after a waiter was cancelled.
 *
 * @example
 * ```ts
 * import { Barrier, gather, run } from "baedal";
 *
 * await run(async () => {
 *   const table = new Barrier(3, { name: "table" });
 *   const guest = async (): Promise<number> => await table.wait();
 *   console.log(await gather([guest, guest, guest])); // [ 0, 1, 2 ]
 * });
 * ```
 */
export class Barrier {
  readonly #home: HomeRun;
  readonly #parties: number;
  /** Those of the round that is filling; always fewer than `#parties`. */
  readonly #waiters: WaitQueue<BarrierWait>;
  /** Those of complete rounds, in the order of their indices, until their turn. */
  readonly #released = new Set<BarrierWait>();
  #broken = false;

  /**
   * @param parties - how many tasks make a round
   * @throws RangeError for less than 1 or a fraction
   */
  constructor(parties: number, options: PrimitiveOptions = {}) {
    requireCount(parties, "The parties of a Barrier", 1, Number.MAX_SAFE_INTEGER);
    this.#home = new HomeRun("Barrier", options);
    this.#parties = parties;
    this.#waiters = new WaitQueue({ what: "Barrier.wait", name: this.#home.name });
  }

  /** How many tasks make a round. */
  get parties(): number {
    return this.#parties;
  }

  /** How many wait for the round to be complete. */
  get nWaiting(): number {
    return this.#waiters.size;
  }

  /** Whether it was aborted. */
  get broken(): boolean {
    return this.#broken;
  }

  /**
   * Waits until the round is complete. The last to come does not wait. A waiter that is cancelled leaves its round,
   * which then needs another.
   *
   * @returns the place in the round, from 0 for the first that came
   * @throws BrokenBarrierError when the barrier is broken, or is aborted or reset meanwhile
   * @throws RuntimeError while tasks of another run wait
   */
  wait(): Future<number> {
    this.#home.enter(this.#waiters.size > 0);
    if (this.#broken) return rejected(this.#brokenError("was aborted; call reset() to use it again"));
    const index = this.#waiters.size;
    if (index + 1 === this.#parties) {
      this.#release();
      return fulfilled(index);
    }
    const wait = new BarrierWait(this.#waiters);
    this.#waiters.add(wait);
    return wait;
  }

  /**
   * Begins anew: who waits, or was let go but has not gone on yet, gets a `BrokenBarrierError`; one that was aborted can be
   * used again.
   */
  reset(): void {
    this.#home.visit(this.#waiters.size > 0);
    this.#broken = false;
    this.#turnAway("was reset while tasks waited");
  }

  /**
   * Breaks it: who waits, or was let go but has not gone on yet, and who comes later, gets a `BrokenBarrierError`, until
   * `reset()`.
   */
  abort(): void {
    this.#home.visit(this.#waiters.size > 0);
    this.#broken = true;
    this.#turnAway("was aborted while tasks waited");
  }

  /** How many wait, and for how many. */
  statistics(): BarrierStatistics {
    return { parties: this.#parties, tasksWaiting: this.#waiters.size, broken: this.#broken };
  }

  #release(): void {
    for (let index = 0; this.#waiters.size > 0; index++) this.#waiters.shift()?.release(index, this.#released);
  }

  #turnAway(why: string): void {
    for (const wait of this.#released) wait.turnAway(this.#brokenError(why));
    for (let wait = this.#waiters.shift(); wait !== undefined; wait = this.#waiters.shift()) {
      wait.settle(REJECTED, this.#brokenError(why));
    }
  }

  #brokenError(why: string): BrokenBarrierError {
    return new BrokenBarrierError(`${this.#home.label} ${why}`);
  }
}

keepShape(new Barrier(1));
