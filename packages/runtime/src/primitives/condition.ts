import { keepShape } from "../process/keep-shape.ts";
import { answerOf, type ConditionLinks, ConditionWait } from "./condition-wait.ts";
import { describeValue } from "../errors/describe-value.ts";
import { RuntimeError } from "../errors/errors.ts";
import type { Future } from "../futures/future.ts";
import { HomeRun, type PrimitiveOptions } from "./home-run.ts";
import { Lock, type LockStatistics } from "./lock.ts";
import type { Permit } from "./permit.ts";
import { requireCount } from "./require-count.ts";
import { fulfilled } from "../futures/settled-future.ts";
import { currentTask } from "../tasks/task.ts";
import { WaitQueue } from "./wait-queue.ts";

/** What `Condition.statistics()` gives. */
export interface ConditionStatistics {
  /** How many wait to be notified; those that wait for the lock are in `lockStatistics`. */
  readonly tasksWaiting: number;
  readonly lockStatistics: LockStatistics;
}

/**
 * Waits, while holding a lock, until somebody else who holds it says that something has changed.
 * Semantics: `asyncio.Condition`; unlike there, a cancelled wait notifies another only if it had been notified itself.
 *
 * @example
 * ```ts
 * import { Condition, createTask, run } from "baedal";
 *
 * await run(async () => {
 *   const bowls: string[] = [];
 *   const changed = new Condition();
 *   const courier = createTask(async () => {
 *     using _held = await changed.acquire();
 *     await changed.waitFor(() => bowls.length > 0);
 *     return bowls.pop();
 *   });
 *   {
 *     using _held = await changed.acquire();
 *     bowls.push("noodles");
 *     changed.notify();
 *   }
 *   console.log(await courier); // noodles
 * });
 * ```
 */
export class Condition {
  readonly #home: HomeRun;
  readonly #lock: Lock;
  readonly #waiters: WaitQueue<ConditionWait<unknown>>;
  readonly #links: ConditionLinks;

  /**
   * @param lock - to share one with other conditions; one of its own by default, and then the options may come first
   * @throws TypeError for another kind of lock
   */
  constructor(lock?: Lock | PrimitiveOptions, options: PrimitiveOptions = {}) {
    const ownOptions = lock instanceof Lock ? options : { ...options, ...requireOptions(lock) };
    this.#home = new HomeRun("Condition", ownOptions);
    this.#lock = lock instanceof Lock ? lock : new Lock(ownOptions);
    this.#waiters = new WaitQueue({ what: "Condition.wait", name: this.#home.name });
    this.#links = { lock: this.#lock, waiters: this.#waiters, passOn: () => this.#notify(1) };
  }

  /** Whether somebody has the lock. */
  locked(): boolean {
    return this.#lock.locked();
  }

  /** Takes the lock; see `Lock.acquire`. */
  acquire(): Future<Disposable> {
    return this.#lock.acquire();
  }

  /** Gives the lock back; see `Lock.release`. */
  release(): void {
    this.#lock.release();
  }

  /**
   * Gives the lock away until it is notified, and takes it back before it resolves, also when it is cancelled. What
   * `acquire()` resolved to stays good.
   *
   * @throws RuntimeError when nobody has the lock, and while tasks of another run wait
   */
  wait(): Future<true> {
    return new ConditionWait<true>(this.#links, this.#lend("wait()"), undefined);
  }

  /**
   * Waits until `predicate` gives something true, and resolves with that. It is asked now, and after each notification
   * with the lock held.
   *
   * @param predicate - must answer at once
   * @throws RuntimeError as `wait()`, unless it need not wait
   */
  waitFor<T>(predicate: () => T): Future<T> {
    if (typeof predicate !== "function") {
      throw new TypeError(`waitFor() needs a function to ask, not ${describeValue(predicate)}`);
    }
    const answer = answerOf(predicate);
    if (answer) return fulfilled(answer);
    return new ConditionWait<T>(this.#links, this.#lend("waitFor()"), predicate);
  }

  /**
   * Wakes those who have waited longest, one after the other, once they get the lock.
   *
   * @param count - how many at most
   * @throws RuntimeError when nobody has the lock
   * @throws TypeError, RangeError for a count that is not a whole number of at least 0
   */
  notify(count = 1): void {
    requireCount(count, "The count of notify()", 0);
    if (!this.locked()) throw this.#notHeld("notify()");
    this.#home.visit(this.#waiters.size > 0);
    this.#notify(count);
  }

  /** Wakes everybody who waits; see `notify`. */
  notifyAll(): void {
    this.notify(this.#waiters.size);
  }

  /** How many wait, and the state of the lock. */
  statistics(): ConditionStatistics {
    return { tasksWaiting: this.#waiters.size, lockStatistics: this.#lock.statistics() };
  }

  #lend(what: string): Permit {
    this.#home.enter(this.#waiters.size > 0);
    const permit = this.#lock.lend();
    if (permit === undefined) throw this.#notHeld(what);
    permit.owner = currentTask();
    return permit;
  }

  #notify(count: number): void {
    for (let left = count; left > 0; left--) {
      const wait = this.#waiters.shift();
      if (wait === undefined) return;
      wait.notified();
    }
  }

  #notHeld(what: string): RuntimeError {
    return new RuntimeError(
      `${what} needs the lock: ${this.#home.labelWithin} is not held. Write \`using held = await condition.acquire()\` first`,
    );
  }
}

function requireOptions(value: unknown): PrimitiveOptions {
  if (value === undefined) return {};
  const isPlain = typeof value === "object" && value !== null && !("acquire" in value);
  if (isPlain) return value;
  throw new TypeError(`The lock of a Condition must be a Lock, not ${describeValue(value)}`);
}

keepShape(new Condition());
