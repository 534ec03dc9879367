import { keepShape } from "../process/keep-shape.ts";
import { describeValue } from "../errors/describe-value.ts";
import { RuntimeError } from "../errors/errors.ts";
import type { Future } from "../futures/future.ts";
import { HomeRun, type PrimitiveOptions } from "./home-run.ts";
import { Permit, type PermitSource, PermitWait } from "./permit.ts";
import { requireCount } from "./require-count.ts";
import { fulfilled } from "../futures/settled-future.ts";
import { traceHold } from "./trace-hold.ts";
import { traceStream } from "../trace/stream.ts";
import { currentTask, Task } from "../tasks/task.ts";
import { WaitQueue } from "./wait-queue.ts";

/** What `CapacityLimiter.statistics()` gives. */
export interface CapacityLimiterStatistics {
  readonly totalTokens: number;
  readonly borrowedTokens: number;
  /** Who has a token, in the order of asking. */
  readonly borrowers: readonly object[];
  readonly tasksWaiting: number;
}

/**
 * Limits how many tasks do something at a time; each has at most one token, and its number can be changed at any time.
 * A semaphore that knows its holders: who has a token cannot take another, which would be a deadlock in the making.
 * Semantics: `anyio.CapacityLimiter`.
 *
 * @example
 * ```ts
 * import { CapacityLimiter, gather, run, sleep } from "baedal";
 *
 * await run(async () => {
 *   const stoves = new CapacityLimiter(2, { name: "stoves" });
 *   const cook = async (): Promise<number> => {
 *     using _stove = await stoves.acquire();
 *     await sleep(1);
 *     return stoves.borrowedTokens;
 *   };
 *   console.log(await gather([cook, cook])); // [ 2, 1 ]
 * });
 * ```
 */
export class CapacityLimiter {
  readonly #home: HomeRun;
  /** Tokens that are out or waited for, by borrower. */
  readonly #tokens = new Map<object, Token>();
  readonly #waiters: WaitQueue<PermitWait<Token>>;
  #total: number;
  #borrowed = 0;

  /**
   * @param total - how many tokens there are; `Infinity` for no limit, 0 to let nobody in for now
   * @throws RangeError for a negative number or a fraction
   */
  constructor(total: number, options: PrimitiveOptions = {}) {
    requireCount(total, "The total of a CapacityLimiter", 0);
    this.#home = new HomeRun("CapacityLimiter", options);
    this.#total = total;
    this.#waiters = new WaitQueue({
      what: "CapacityLimiter.acquire",
      name: this.#home.name,
      withdrawn: (wait) => void this.#tokens.delete(wait.permit.borrower),
      refund: (wait) => (this.giveBack(wait.permit), true),
      holders: () => this.#borrowers().filter((borrower) => borrower instanceof Task),
    });
  }

  /** How many tokens there are. Set higher, it lets those in who wait; set lower, it lets nobody in until enough are back. */
  get totalTokens(): number {
    return this.#total;
  }

  set totalTokens(total: number) {
    requireCount(total, "The total of a CapacityLimiter", 0);
    this.#home.visit(this.#tokens.size > 0);
    this.#total = total;
    this.#lend();
  }

  /** How many tokens are out. */
  get borrowedTokens(): number {
    return this.#borrowed;
  }

  /** How many tokens are there; negative when the total was lowered below what is out. */
  get availableTokens(): number {
    return this.#total - this.#borrowed;
  }

  /**
   * Takes a token for the current task, after everybody who asked before. Disposing what it resolves to gives it back;
   * twice, or after `release()`, that does nothing.
   *
   * @throws RuntimeError when the task has one already, outside tasks, and while it is in use in another run
   */
  acquire(): Future<Disposable> {
    return this.acquireOnBehalfOf(this.#currentBorrower("acquireOnBehalfOf(borrower)"));
  }

  /**
   * Takes a token for somebody else than the current task.
   *
   * @param borrower - any object; who has one token cannot take another
   */
  acquireOnBehalfOf(borrower: object): Future<Disposable> {
    this.#requireNew(borrower);
    this.#home.enter(this.#tokens.size > 0);
    const token = new Token(this, borrower);
    this.#tokens.set(borrower, token);
    if (this.#borrowed < this.#total) {
      this.#give(token);
      return fulfilled<Disposable>(token);
    }
    const wait = new PermitWait(this.#waiters, token);
    this.#waiters.add(wait);
    return wait;
  }

  /**
   * Gives back the token of the current task.
   *
   * @throws RuntimeError when it has none
   */
  release(): void {
    this.releaseOnBehalfOf(this.#currentBorrower("releaseOnBehalfOf(borrower)"));
  }

  /**
   * Gives back the token of a borrower.
   *
   * @throws RuntimeError when it has none
   */
  releaseOnBehalfOf(borrower: object): void {
    const token = this.#tokens.get(borrower);
    if (token?.isOut !== true) {
      throw new RuntimeError(
        `${describeBorrower(borrower)} has no token of ${this.#home.labelWithin}, so it cannot give one back; ` +
          "`using held = await limiter.acquire()` gives it back once",
      );
    }
    this.#home.visit(true);
    this.#tokens.delete(borrower);
    this.#borrowed--;
    if (traceStream.level > 2) traceHold("released", this.#home, token.holder);
    this.#lend();
  }

  /** Who has tokens and how many wait. */
  statistics(): CapacityLimiterStatistics {
    return {
      totalTokens: this.#total,
      borrowedTokens: this.#borrowed,
      borrowers: this.#borrowers(),
      tasksWaiting: this.#waiters.size,
    };
  }

  /** @internal */
  giveBack(permit: Permit): void {
    const { borrower } = permit as Token; // only tokens of its own come here
    if (this.#tokens.get(borrower) === permit) this.releaseOnBehalfOf(borrower);
  }

  #borrowers(): object[] {
    return [...this.#tokens.values()].filter((token) => token.isOut).map((token) => token.borrower);
  }

  #give(token: Token): void {
    token.isOut = true;
    this.#borrowed++;
    if (traceStream.level > 2) traceHold("acquired", this.#home, token.holder);
  }

  #lend(): void {
    while (this.#borrowed < this.#total) {
      const next = this.#waiters.shift();
      if (next === undefined) return;
      this.#give(next.permit);
      next.granted();
    }
  }

  #requireNew(borrower: unknown): void {
    if ((typeof borrower !== "object" && typeof borrower !== "function") || borrower === null) {
      throw new TypeError(`A borrower must be an object that can be told from others, not ${describeValue(borrower)}`);
    }
    const token = this.#tokens.get(borrower);
    if (token === undefined) return;
    const state = token.isOut ? "has a token" : "waits for a token";
    throw new RuntimeError(
      `${describeBorrower(token.borrower)} ${state} of ${this.#home.labelWithin} already, and each borrower gets one; ` +
        "give it back first, or acquire in a task of its own",
    );
  }

  #currentBorrower(instead: string): object {
    const task = currentTask();
    if (task !== undefined) return task;
    throw new RuntimeError(
      `A token of ${this.#home.labelWithin} belongs to a task, and none is running here; use run(), createTask() or ${instead}`,
    );
  }
}

/** A token that is out or waited for. */
class Token extends Permit {
  readonly borrower: object;
  isOut = false;

  constructor(source: PermitSource, borrower: object) {
    super(source, currentTask());
    this.borrower = borrower;
  }

  /** The task that has it: the borrower if it is one, or who borrowed for it. */
  get holder(): Task<unknown> | undefined {
    return this.borrower instanceof Task ? this.borrower : this.owner;
  }
}

function describeBorrower(borrower: object): string {
  const { name } = borrower as { readonly name?: unknown };
  return typeof name === "string" && name !== "" ? `'${name}'` : "The borrower";
}

keepShape(new CapacityLimiter(1));
