import { keepShape } from "../process/keep-shape.ts";
import { RuntimeError } from "../errors/errors.ts";
import type { Future } from "../futures/future.ts";
import { HomeRun, type PrimitiveOptions } from "./home-run.ts";
import { Permit, PermitWait } from "./permit.ts";
import { fulfilled } from "../futures/settled-future.ts";
import { traceHold } from "./trace-hold.ts";
import { traceStream } from "../trace/stream.ts";
import { currentTask, type Task } from "../tasks/task.ts";
import type { Wait } from "../futures/wait.ts";
import { WaitQueue } from "./wait-queue.ts";

/** What `Lock.statistics()` gives. */
export interface LockStatistics {
  readonly locked: boolean;
  /** The task that took it; undefined when nobody has it, or code outside tasks. */
  readonly owner: Task<unknown> | undefined;
  readonly tasksWaiting: number;
}

/** @internal What stands in the queue of a lock: it brings its permit, and is told once that holds the lock. */
export interface LockWait extends Wait<unknown> {
  readonly permit: Permit;
  granted(): void;
}

/**
 * Lets one task in at a time, in the order in which they came. `release()` hands the lock to the first that waits, so
 * that nobody gets in between. It is not reentrant, and any task may release it.
 * Semantics: `asyncio.Lock`.
 *
 * @example
 * ```ts
 * import { gather, Lock, run, sleep } from "baedal";
 *
 * await run(async () => {
 *   const till = new Lock({ name: "till" });
 *   let money = 0;
 *   const pay = async (): Promise<void> => {
 *     using _held = await till.acquire();
 *     const before = money;
 *     await sleep(1);
 *     money = before + 10;
 *   };
 *   await gather([pay, pay, pay]);
 *   console.log(money); // 30
 * });
 * ```
 */
export class Lock {
  readonly #home: HomeRun;
  readonly #waiters: WaitQueue<LockWait>;
  /** The permit that is out; whoever has another one holds nothing. Defined while anybody waits. */
  #holder: Permit | undefined;

  constructor(options: PrimitiveOptions = {}) {
    this.#home = new HomeRun("Lock", options);
    this.#waiters = new WaitQueue({
      what: "Lock.acquire",
      name: this.#home.name,
      refund: (wait) => (this.giveBack(wait.permit), true),
      holders: () => (this.owner === undefined ? [] : [this.owner]),
    });
  }

  /** Whether somebody has it. */
  locked(): boolean {
    return this.#holder !== undefined;
  }

  /**
   * Takes the lock, after everybody who asked before. Disposing what it resolves to releases it; twice, or after
   * `release()`, that does nothing.
   *
   * @throws RuntimeError while it is in use in another run
   */
  acquire(): Future<Disposable> {
    this.#home.enter(this.#holder !== undefined);
    const permit = new Permit(this, currentTask());
    if (this.#holder === undefined) {
      this.#hold(permit);
      return fulfilled<Disposable>(permit);
    }
    const wait = new PermitWait(this.#waiters, permit);
    this.#waiters.add(wait);
    return wait;
  }

  /**
   * Hands the lock to the first that waits.
   *
   * @throws RuntimeError when nobody has it
   */
  release(): void {
    if (this.#holder === undefined) {
      throw new RuntimeError(
        `${this.#home.label} is not held, so it cannot be released; \`using held = await lock.acquire()\` releases it once`,
      );
    }
    this.#home.visit(true);
    this.#passOn();
  }

  /** Who has it and how many wait. */
  statistics(): LockStatistics {
    return { locked: this.locked(), owner: this.owner, tasksWaiting: this.#waiters.size };
  }

  /** @internal The task that has it. */
  get owner(): Task<unknown> | undefined {
    return this.#holder?.owner;
  }

  /** @internal */
  giveBack(permit: Permit): void {
    if (this.#holder === permit) this.release();
  }

  /** @internal For a condition: gives the lock away while it waits, and keeps the permit of who had it. */
  lend(): Permit | undefined {
    const permit = this.#holder;
    if (permit !== undefined) this.#passOn();
    return permit;
  }

  /** @internal For a condition: gets the lock back for its permit, now or in the order of asking. */
  reclaim(wait: LockWait): void {
    if (this.#holder !== undefined) return this.#waiters.add(wait);
    this.#hold(wait.permit);
    wait.granted();
  }

  #passOn(): void {
    if (traceStream.level > 2) traceHold("released", this.#home, this.owner);
    const next = this.#waiters.shift();
    this.#holder = undefined;
    if (next === undefined) return;
    this.#hold(next.permit);
    next.granted();
  }

  #hold(permit: Permit): void {
    this.#holder = permit;
    if (traceStream.level > 2) traceHold("acquired", this.#home, permit.owner);
  }
}

keepShape(new Lock());
