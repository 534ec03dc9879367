import { keepShape } from "../process/keep-shape.ts";
import { RuntimeError } from "../errors/errors.ts";
import type { Future } from "../futures/future.ts";
import { FULFILLED } from "../futures/future-state.ts";
import { type CountedPermit, HeldPermits } from "./held-permits.ts";
import { HomeRun, type PrimitiveOptions } from "./home-run.ts";
import { OwnTurn } from "./own-turn.ts";
import { Permit, PermitWait } from "./permit.ts";
import { ready } from "../scheduling/ready.ts";
import { requireCount } from "./require-count.ts";
import { fulfilled } from "../futures/settled-future.ts";
import { currentTask } from "../tasks/task.ts";
import { WaitQueue } from "./wait-queue.ts";

/** What `Semaphore.statistics()` gives. */
export interface SemaphoreStatistics {
  /** How many can still be acquired without waiting. */
  readonly value: number;
  readonly tasksWaiting: number;
}

/**
 * Lets a number of tasks in at a time, in the order in which they came. `release()` hands its permit to the first that
 * waits. It may be called more often than `acquire()`, and by any task: then there are more permits than before; see
 * `BoundedSemaphore`.
 * Semantics: `asyncio.Semaphore`.
 *
 * @example
 * ```ts
 * import { gather, run, Semaphore, sleep } from "baedal";
 *
 * await run(async () => {
 *   const counter = new Semaphore(2, { name: "counter" });
 *   let busy = 0;
 *   let most = 0;
 *   const order = async (): Promise<void> => {
 *     using _held = await counter.acquire();
 *     most = Math.max(most, ++busy);
 *     await sleep(1);
 *     busy--;
 *   };
 *   await gather([order, order, order, order]);
 *   console.log(most); // 2
 * });
 * ```
 */
export class Semaphore {
  readonly #home: HomeRun;
  readonly #waiters: WaitQueue<PermitWait<SemaphorePermit>>;
  readonly #held: HeldPermits;
  readonly #bound: number;
  /** Permits to be had; 0 while anybody waits, but for those who wait for a turn. */
  #value: number;
  /** The last one whose wait was granted. */
  #lastGranted: PermitWait<SemaphorePermit> | undefined;
  readonly #turn = new OwnTurn(() => ready.relay(() => this.#grantWaiting()));

  /**
   * @param value - how many permits there are
   * @throws RangeError for a negative value or a fraction
   */
  constructor(value?: number, options?: PrimitiveOptions);
  /** @internal For BoundedSemaphore. */
  constructor(value: number, options: PrimitiveOptions, kind: string, bound: number);
  constructor(value = 1, options: PrimitiveOptions = {}, kind = "Semaphore", bound = Infinity) {
    requireCount(value, `The value of a ${kind}`, 0);
    this.#home = new HomeRun(kind, options);
    this.#held = new HeldPermits(this.#home);
    this.#waiters = new WaitQueue({
      what: `${kind}.acquire`,
      name: this.#home.name,
      refund: (wait) => (this.giveBack(wait.permit), true),
      holders: () => this.#held.owners(),
    });
    this.#value = value;
    this.#bound = bound;
  }

  /** Whether `acquire()` would wait. */
  locked(): boolean {
    return this.#value === 0 || this.#waiters.size > 0 || this.#isWaking();
  }

  /**
   * Takes a permit, after everybody who asked before. Disposing what it resolves to gives it back; twice, or after the
   * same task called `release()` for it, that does nothing.
   *
   * @throws RuntimeError while it is in use in another run
   */
  acquire(): Future<Disposable> {
    this.#home.enter(this.#inUse());
    const permit = new SemaphorePermit(this, currentTask());
    if (this.#value > 0 && !this.#isWaking()) {
      this.#value--;
      this.#held.add(permit);
      return fulfilled<Disposable>(permit);
    }
    const wait = new PermitWait(this.#waiters, permit);
    this.#waiters.add(wait);
    if (this.#value > 0) this.#turn.ask();
    return wait;
  }

  /**
   * Gives a permit to the first that waits, or makes the value one more.
   *
   * @throws RuntimeError for a `BoundedSemaphore` whose permits are all there
   */
  release(): void {
    if (this.#isFull()) {
      throw new RuntimeError(
        `${this.#home.label} was released too often: all of its ${this.#bound} permits are there. ` +
          "Release once for each acquire(), which `using held = await semaphore.acquire()` does",
      );
    }
    this.#home.visit(this.#inUse());
    this.#held.releaseOne(currentTask());
    this.#put();
  }

  /** What is left and how many wait. */
  statistics(): SemaphoreStatistics {
    return { value: this.#value, tasksWaiting: this.#waiters.size };
  }

  /** @internal */
  giveBack(permit: Permit): void {
    // Only permits of its own come here. One that somebody else gave back already must not exceed the bound.
    if (this.#held.remove(permit as SemaphorePermit) && !this.#isFull()) this.#put();
  }

  #put(): void {
    if (this.#waiters.size === 0) this.#value++;
    else this.#grantNext();
  }

  /** Those who were woken before come first, so who asks while they have not gone on waits for a turn after theirs. */
  #isWaking(): boolean {
    const last = this.#lastGranted;
    return last?.state === FULFILLED && !last.retrieved;
  }

  #grantNext(): void {
    const next = this.#waiters.shift();
    if (next === undefined) return;
    this.#held.add(next.permit);
    this.#lastGranted = next;
    next.granted();
  }

  /** The turn of those who waited for others to go on. */
  #grantWaiting(): void {
    while (this.#value > 0 && this.#waiters.size > 0) {
      this.#value--;
      this.#grantNext();
    }
  }

  /** Whether another permit would be one too many. */
  #isFull(): boolean {
    return this.#bound !== Infinity && this.#value >= this.#bound;
  }

  /** Permits that a run left out when it ended bind nobody. */
  #inUse(): boolean {
    return this.#waiters.size > 0 || (this.#held.size > 0 && !this.#home.ended);
  }
}

/**
 * A `Semaphore` that refuses to be released more often than it was acquired.
 * Semantics: `asyncio.BoundedSemaphore`, with `RuntimeError` for `ValueError`.
 *
 * @example
 * ```ts
 * import { BoundedSemaphore, RuntimeError } from "baedal";
 *
 * const seats = new BoundedSemaphore(4);
 * try {
 *   seats.release();
 * } catch (error) {
 *   console.log(error instanceof RuntimeError); // true
 * }
 * ```
 */
export class BoundedSemaphore extends Semaphore {
  /**
   * @param value - how many permits there are
   * @throws RangeError for a negative value or a fraction
   */
  constructor(value = 1, options: PrimitiveOptions = {}) {
    super(value, options, "BoundedSemaphore", value);
  }
}

class SemaphorePermit extends Permit implements CountedPermit {
  older: CountedPermit | undefined = undefined;
  isOut = false;
}

keepShape(new Semaphore(1));
