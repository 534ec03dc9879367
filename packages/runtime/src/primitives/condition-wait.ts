import { AsyncLocalStorage } from "node:async_hooks";
import { isThenable } from "../errors/describe-value.ts";
import type { Future } from "../futures/future.ts";
import { CANCELLED, FULFILLED, PENDING, REJECTED } from "../futures/future-state.ts";
import type { Lock, LockWait } from "./lock.ts";
import type { Permit } from "./permit.ts";
import { type Ready, ready } from "../scheduling/ready.ts";
import { actFor, areWakersAsked, noteWaker } from "../scheduling/waker.ts";
import { BareWait } from "../futures/wait.ts";
import type { WaitQueue } from "./wait-queue.ts";

/** What a wait at a condition knows of it. */
export interface ConditionLinks {
  readonly lock: Lock;
  readonly waiters: WaitQueue<ConditionWait<unknown>>;
  /** Gives a notification that went unused to the next. */
  passOn(): void;
}

/**
 * One wait at a condition. Whatever wakes it, it takes the lock back before it settles:
 *
 *     parked ──notified or cancelled──> woken ──its turn──> reclaiming ──gets the lock──> holding ──> settled
 *       ^                                                                                    │
 *       └──────────────────────────── the predicate says no: the lock is given away ─────────┘
 *
 * It asks for the lock only in its turn, as in asyncio: who notified may let the lock go and take it again before.
 */
export class ConditionWait<T> extends BareWait<T> implements LockWait, Ready {
  /** @internal That of the task which waits; holds nothing until the lock is back. */
  readonly permit: Permit;
  readonly #links: ConditionLinks;
  /** Asks in the context of who waits; undefined for a wait that any notification ends. */
  readonly #ask: (() => T) | undefined;
  #phase: "parked" | "woken" | "reclaiming" | "holding" = "parked";
  /** Whether it received a notification that is not used yet. */
  #isNotified = false;
  /** Whether it has a turn now: then who awaits it goes on in that, as in asyncio. */
  #hasTurn = false;
  /** Message of its cancellation; undefined while there is none. */
  #cancelled: string | undefined;

  constructor(links: ConditionLinks, permit: Permit, predicate: (() => T) | undefined) {
    super();
    this.state = PENDING;
    this.settlement = undefined;
    this.retrieved = false;
    this.reactions = undefined;
    this.source = links.waiters;
    this.nextWait = undefined;
    this.previousWait = undefined;
    this.#links = links;
    this.permit = permit;
    this.#ask = predicate === undefined ? undefined : AsyncLocalStorage.bind(() => answerOf(predicate));
    links.waiters.add(this);
  }

  /** The condition has taken it out of its queue. */
  notified(): void {
    this.#isNotified = true;
    this.#wake();
  }

  /** Takes effect once the lock is back: the code that waits relies on having it. */
  override cancel(message = ""): boolean {
    if (this.state !== PENDING) return false;
    this.#cancelled = message;
    if (this.#phase === "parked") {
      this.#links.waiters.withdraw(this);
      this.#wake();
    }
    return true;
  }

  /** @internal Once woken it waits for whoever has the lock. */
  override blockers(): readonly Future<unknown>[] {
    const { owner } = this.#links.lock;
    return this.#phase === "parked" || owner === undefined ? [] : [owner];
  }

  /** @internal */
  get isQuiet(): boolean {
    return false;
  }

  /** @internal */
  takeTurn(): void {
    if (areWakersAsked()) actFor(this, () => this.#goOn());
    else this.#goOn();
  }

  #goOn(): void {
    this.#hasTurn = true;
    if (this.#phase === "holding") this.#decide();
    else {
      this.#phase = "reclaiming";
      this.#links.lock.reclaim(this);
    }
    this.#hasTurn = false;
  }

  /** @internal The lock is back. Whoever released it may be calling, so the predicate has to wait for a turn. */
  granted(): void {
    this.#phase = "holding";
    if (this.#hasTurn || (this.#ask === undefined && this.#cancelled === undefined)) this.#decide();
    else this.#askForTurn();
  }

  /** @internal It was woken, but its await got a cancellation; the lock stays with the task. */
  override discarded(): boolean {
    this.#passOn();
    return super.discarded();
  }

  #wake(): void {
    this.#phase = "woken";
    this.#askForTurn();
  }

  #askForTurn(): void {
    if (areWakersAsked()) noteWaker(this);
    ready.push(this);
  }

  #decide(): void {
    if (this.#cancelled !== undefined) {
      this.#passOn();
      return this.#end(CANCELLED, this.#cancelled);
    }
    if (this.#ask === undefined) return this.#end(FULFILLED, true);
    try {
      const answer = this.#ask();
      if (answer) this.#end(FULFILLED, answer);
      else this.#parkAgain();
    } catch (error) {
      this.#end(REJECTED, error);
    }
  }

  #end(state: typeof CANCELLED | typeof FULFILLED | typeof REJECTED, settlement: unknown): void {
    if (this.#hasTurn) ready.relay(() => this.settle(state, settlement));
    else this.settle(state, settlement);
  }

  #parkAgain(): void {
    this.#isNotified = false;
    this.#phase = "parked";
    this.#links.waiters.add(this);
    this.#links.lock.lend();
  }

  #passOn(): void {
    if (!this.#isNotified) return;
    this.#isNotified = false;
    this.#links.passOn();
  }
}

/**
 * What a predicate says.
 *
 * @throws TypeError for a promise, which would always count as true
 */
export function answerOf<T>(predicate: () => T): T {
  const answer = predicate();
  if (!isThenable(answer)) return answer;
  throw new TypeError("The predicate of waitFor() must answer at once; it gave a promise, which always counts as true");
}
