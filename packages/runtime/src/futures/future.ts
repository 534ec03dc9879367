import { keepShape } from "../process/keep-shape.ts";
import { brand } from "../errors/brand.ts";
import { describeValue } from "../errors/describe-value.ts";
import { CancelledError, InvalidStateError } from "../errors/errors.ts";
import { ready } from "../scheduling/ready.ts";
import { currentRun, type RunState } from "../scheduling/run-state.ts";
import { areWakersAsked } from "../scheduling/waker.ts";
import { type Callback, delivered } from "./delivered.ts";
import { DoneCallback } from "./done-callback.ts";
import { CANCELLED, FULFILLED, type FutureState, PENDING, REJECTED, stateName } from "./future-state.ts";
import { isHeard, type Reaction, takeReactions } from "./reaction.ts";
import { forgetFailure, rememberFailure } from "./unretrieved.ts";
import { Waiter } from "./waiter.ts";

/**
 * Which fields the constructor of a future gives their first values: all, all but the run for one that has its result before
 * anybody sees it, or none for a task, which gives them their own: a constructor that serves many classes stores into many
 * shapes, which V8 does by looking each up.
 */
export type Fields = "all" | "without run" | "none";

/**
 * The result of something that is not finished yet; whoever makes it settles it.
 * Awaiting it from a task parks the task; cancelling the task then cancels the future.
 * Semantics: `asyncio.Future`.
 *
 * @example
 * ```ts
 * import { createTask, Future, run } from "baedal";
 *
 * await run(async () => {
 *   const bowl = new Future<string>();
 *   createTask(() => bowl.setResult("empty"));
 *   console.log(await bowl); // empty
 * });
 * ```
 */
export class Future<T> implements PromiseLike<T> {
  /** @internal */
  declare state: FutureState;
  /** @internal The result, the exception, or the message of the cancellation, as `state` says. */
  declare settlement: unknown;
  /** @internal Whether somebody has the result. */
  declare retrieved: boolean;
  /** @internal The last of the ring of reactions, whose next is the first; undefined when there is none. */
  declare reactions: Reaction | undefined;
  /** @internal The run that one made by hand belongs to: what fails it may do so from outside. Waits know theirs, or need none. */
  declare readonly run?: RunState | undefined;

  constructor();
  /** @internal */
  constructor(fields: Fields);
  constructor(fields: Fields = "all") {
    if (fields === "none") return;
    this.state = PENDING;
    this.settlement = undefined;
    this.retrieved = false;
    this.reactions = undefined;
    this.run = fields === "all" ? currentRun() : undefined;
  }

  /** Whether it has a result, an exception, or was cancelled. */
  done(): boolean {
    return this.state !== PENDING;
  }

  /** Whether it was cancelled. */
  cancelled(): boolean {
    return this.state === CANCELLED;
  }

  /**
   * The result.
   *
   * @throws CancelledError if it was cancelled
   * @throws InvalidStateError if it is not done
   * @throws the exception, if it has one
   */
  result(): T {
    if (this.state === REJECTED) {
      forgetFailure(this);
      throw this.settlement;
    }
    if (this.state === FULFILLED) {
      this.retrieved = true;
      return this.settlement as T; // FULFILLED: set by setResult(T)
    }
    throw noResult(this);
  }

  /**
   * The exception it was settled with; undefined if it has a result.
   *
   * @throws CancelledError if it was cancelled
   * @throws InvalidStateError if it is not done
   */
  exception(): unknown {
    if (this.state === FULFILLED) return undefined;
    if (this.state !== REJECTED) throw noResult(this);
    forgetFailure(this);
    return this.settlement;
  }

  /**
   * Gives it its result and wakes who waits for it.
   *
   * @throws InvalidStateError if it is done already
   */
  setResult(value: T): void {
    this.requirePending();
    this.settle(FULFILLED, value);
  }

  /**
   * Gives it an exception and wakes who waits for it. One that nobody retrieves is reported when `run` ends.
   *
   * @throws InvalidStateError if it is done already
   * @throws TypeError for `undefined` and `null`, which would say that nothing went wrong
   */
  setException(error: unknown): void {
    this.requirePending();
    if (error === undefined || error === null) {
      throw new TypeError(`setException() needs what went wrong, such as new Error("no answer"), not ${String(error)}`);
    }
    this.settle(REJECTED, error);
  }

  /**
   * Cancels it: who waits for it gets a `CancelledError`.
   *
   * @param message - becomes the message of the error
   * @returns false if it was done already
   */
  cancel(message = ""): boolean {
    if (this.state !== PENDING) return false;
    this.settle(CANCELLED, message);
    return true;
  }

  /**
   * Calls `callback(future)` in a turn of its own once the future is done, in the AsyncLocalStorage context of now.
   *
   * @throws TypeError for what is not a function
   */
  addDoneCallback(callback: (future: this) => unknown): void {
    if (typeof callback !== "function") {
      throw new TypeError(`addDoneCallback() needs a function that takes the future, not ${describeValue(callback)}`);
    }
    const reaction = new DoneCallback(this, callback);
    if (this.state === PENDING) this.react(reaction);
    else ready.push(reaction);
  }

  /** Takes callbacks back that were not called yet; returns how many. */
  removeDoneCallback(callback: (future: this) => unknown): number {
    const kept: Reaction[] = [];
    let removed = 0;
    for (const reaction of takeReactions(this)) {
      if (reaction instanceof DoneCallback && reaction.callback === callback) removed++;
      else kept.push(reaction);
    }
    for (const reaction of kept) this.react(reaction);
    return removed;
  }

  /**
   * What `await` calls. A task that awaits a pending future parks here and nowhere else.
   *
   * With fewer than two callbacks it is a call by hand, which gets a native promise. With two, `await` is by far the
   * likeliest caller and would throw a promise away, so that one is made only if somebody asks for it; two callbacks
   * given by hand therefore run in the context of whoever settles the future.
   */
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    if (typeof onFulfilled !== "function" || typeof onRejected !== "function") {
      return promiseOf(this).then(onFulfilled, onRejected);
    }
    if (this.state === FULFILLED) {
      this.retrieved = true;
      return delivered(onFulfilled as Callback, this.settlement) as PromiseLike<A | B>; // what the callback returns
    }
    const waiter = new Waiter(this, onFulfilled as Callback, onRejected);
    if (this.state !== PENDING) waiter.deliver();
    else waiter.wait();
    return waiter as unknown as PromiseLike<A | B>; // a Waiter resolves with what the callbacks return
  }

  /** As `Promise.prototype.catch`. */
  catch<B = never>(onRejected?: ((error: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return promiseOf(this).catch(onRejected);
  }

  /** As `Promise.prototype.finally`. */
  finally(onFinally?: (() => void) | null): Promise<T> {
    return promiseOf(this).finally(onFinally);
  }

  /** What is waited for, in words. */
  get description(): string {
    return "a future";
  }

  /** @internal What is waited for, in words that stay the same while somebody waits: a wake tells by them which wait is over. */
  get traceWords(): string {
    return this.description;
  }

  /** @internal Who it is, for reports. */
  get identity(): string {
    return this.description;
  }

  /** @internal Futures that have to be done, or tasks that have to let go of something, before it can be settled. */
  blockers(): readonly Future<unknown>[] {
    return [];
  }

  /** @internal Whether all that it waits for is done, and the turn in which it is settled is due. */
  get isSettling(): boolean {
    return false;
  }

  /** @internal */
  settle(state: FutureState, settlement: unknown): void {
    this.state = state;
    this.settlement = settlement;
    const last = this.reactions;
    if (last === undefined) {
      if (state === REJECTED) rememberFailure(this, settlement);
      return;
    }
    this.reactions = undefined;
    // Nearly always one waits, and for a result.
    if (state === FULFILLED && last.nextReaction === last) return last.settled(this);
    if (state === REJECTED && !isHeard(last)) rememberFailure(this, settlement);
    let reaction = last.nextReaction;
    for (;;) {
      const next = reaction.nextReaction;
      const isLast = reaction === last;
      reaction.nextReaction = reaction;
      reaction.settled(this);
      if (isLast) return;
      reaction = next;
    }
  }

  /**
   * @internal As `settle`, in a turn that is taken on behalf of who waits: a task that awaits it goes on in that very turn,
   * before whatever else is ready. In asyncio the turn is that of the task itself.
   *
   * @returns the task that goes on, for the queue of what is ready
   */
  settleInTurn(state: FutureState, settlement: unknown): object | undefined {
    const only = this.reactions;
    // Nearly always one task waits. Whom one wakes on whose behalf, a trace asks; callbacks given by hand get a turn of their own.
    if (areWakersAsked() || !(only instanceof Waiter) || only.nextReaction !== only || !only.isQuiet) {
      ready.relay(() => this.settle(state, settlement));
      return undefined;
    }
    this.reactions = undefined;
    this.state = state;
    this.settlement = settlement;
    return only.takeTurn();
  }

  /** @internal Adds to the ring. */
  react(reaction: Reaction): void {
    const last = this.reactions;
    if (last !== undefined) {
      reaction.nextReaction = last.nextReaction;
      last.nextReaction = reaction;
    }
    this.reactions = reaction;
  }

  /** @internal Takes a reaction out of the ring; does nothing if it is not in. */
  unreact(reaction: Reaction): void {
    const last = this.reactions;
    if (last === undefined || (reaction.nextReaction === reaction && last !== reaction)) return;
    let before = last;
    while (before.nextReaction !== reaction) {
      before = before.nextReaction;
      if (before === last) return;
    }
    if (before === reaction) this.reactions = undefined;
    else {
      before.nextReaction = reaction.nextReaction;
      if (last === reaction) this.reactions = before;
    }
    reaction.nextReaction = reaction;
  }

  /** @internal An await wants its cancellation instead of the value that the future holds; false when it is too late. */
  discarded(): boolean {
    return true;
  }

  /** @internal */
  requirePending(): void {
    if (this.state !== PENDING) {
      throw new InvalidStateError(
        `This future is settled already (${stateName(this.state)}); check done() before settling it`,
      );
    }
  }
}

brand(Future, "Future");

// Functions, since a private method is there only for what the constructor has made, and `bare` passes that by.
function promiseOf<T>(future: Future<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => void future.then(resolve, reject));
}

function noResult(future: Future<unknown>): Error {
  if (future.state === CANCELLED) return new CancelledError(future.settlement as string); // CANCELLED: holds the message
  return new InvalidStateError("The future has no result yet; await it, or check done() first");
}

/** What `console.log` shows; the symbol is spelled out, since importing `node:util` for it would cost more. */
Object.defineProperty(Future.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: Future<unknown>): string {
    const hasValue = this.state === FULFILLED || this.state === REJECTED;
    return `${this.constructor.name} <${stateName(this.state)}${hasValue ? `: ${describeValue(this.settlement)}` : ""}>`;
  },
});

/** As `keepShape`, for a future of any class: it has been settled with different kinds of results. */
export function keepFutureShape(sample: Future<unknown>): void {
  const waiter = new Waiter(
    sample,
    () => {},
    () => {},
  );
  sample.react(waiter);
  sample.unreact(waiter);
  sample.state = REJECTED;
  sample.settlement = 1;
  sample.settlement = waiter;
  sample.state = FULFILLED;
  sample.retrieved = true;
  waiter.deliver();
  keepShape(waiter);
}

keepFutureShape(new Future());
