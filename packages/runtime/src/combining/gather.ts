import { keepShape } from "../process/keep-shape.ts";
import { AsyncLocalStorage } from "node:async_hooks";
import { Coroutine } from "../tasks/coroutine.ts";
import { describeValue, isThenable } from "../errors/describe-value.ts";
import { ensureStarted } from "../tasks/ensure-future.ts";
import { CancelledError } from "../errors/errors.ts";
import { requireBoolean } from "../errors/require-boolean.ts";
import { requireOptions } from "../errors/require-options.ts";
import { Future, keepFutureShape } from "../futures/future.ts";
import { CANCELLED, FULFILLED, PENDING, REJECTED } from "../futures/future-state.ts";
import type { Reaction } from "../futures/reaction.ts";
import { type Awaitable, nameOf, type Runnable } from "../tasks/runnable.ts";
import { currentRun } from "../scheduling/run-state.ts";
import { type Ready, ready } from "../scheduling/ready.ts";
import { actFor, areWakersAsked, noteWaker } from "../scheduling/waker.ts";
import { Batch } from "../tasks/begin.ts";
import { Task } from "../tasks/task.ts";

/** What an element of `gather` gives. */
export type Gathered<Element> =
  Element extends PromiseLike<infer Value>
    ? Awaited<Value>
    : Element extends () => infer Value
      ? Awaited<Value>
      : never;

/** Options of `gather`. */
export interface GatherOptions {
  /** Puts errors into the results instead of failing with the first. @default false */
  readonly returnExceptions?: boolean | undefined;
  /** How many of the elements run at once, at least 1; elements that run already count too. @default Infinity */
  readonly limit?: number | undefined;
}

/** An element: what `Awaitable` and `Runnable` allow. */
export type Gatherable<T = unknown> = Awaitable<T> | Runnable<T>;

/**
 * Runs everything concurrently and resolves with the results in the order given.
 *
 * The first error fails the outer future at once; the others go on running and their late errors count as retrieved.
 * With `limit`, what has not started by then stays unstarted. Cancelling the outer future cancels every child, and it
 * settles only when all of them have. The same coroutine, task or promise twice runs once and fills both places.
 *
 * @param awaitables - coroutines, functions, tasks, futures, promises
 * @throws TypeError naming the position of an element that cannot be awaited, before anything starts
 * @throws RangeError for a limit that is not a whole number of at least 1
 *
 * Semantics: `asyncio.gather`, but for the settling after a cancellation, which is AnyIO's.
 *
 * @example
 * ```ts
 * import { gather, run, sleep } from "baedal";
 *
 * const squares = await run(async () => {
 *   return await gather([1, 2, 3].map((n) => async () => sleep(10, n * n)), { limit: 2 });
 * });
 * console.log(squares); // [ 1, 4, 9 ]
 * ```
 */
export function gather<const Elements extends readonly Gatherable[]>(
  awaitables: Elements,
  options: GatherOptions & { readonly returnExceptions: true },
): Future<{ -readonly [Index in keyof Elements]: Gathered<Elements[Index]> | Error }>;
export function gather<const Elements extends readonly Gatherable[]>(
  awaitables: Elements,
  options?: GatherOptions & { readonly returnExceptions?: false | undefined },
): Future<{ -readonly [Index in keyof Elements]: Gathered<Elements[Index]> }>;
export function gather<const Elements extends readonly Gatherable[]>(
  awaitables: Elements,
  options?: GatherOptions,
): Future<{ -readonly [Index in keyof Elements]: Gathered<Elements[Index]> | Error }>;
export function gather(awaitables: readonly Gatherable[], options: GatherOptions = {}): Future<unknown[]> {
  requireOptions(options, "gather()", optionNames);
  const { returnExceptions = false, limit = Infinity } = options;
  requireLimit(limit, "gather()");
  requireAwaitables(awaitables, "gather()");
  requireBoolean(returnExceptions, "returnExceptions of gather()");
  const outer = new Gathering([...awaitables], returnExceptions);
  outer.begin(limit);
  return outer;
}

const optionNames: ReadonlySet<string> = new Set(["returnExceptions", "limit"] satisfies (keyof GatherOptions)[]);

/** @throws RangeError for what is not a number of things that may run at once */
export function requireLimit(limit: number, caller: string): void {
  if (limit === Infinity || (Number.isInteger(limit) && limit >= 1)) return;
  throw new RangeError(`The limit of ${caller} must be an integer of at least 1, not ${describeValue(limit)}`);
}

/** @throws TypeError naming the first element that cannot be awaited */
export function requireAwaitables(awaitables: unknown, caller: string): asserts awaitables is readonly Gatherable[] {
  if (!Array.isArray(awaitables)) {
    throw new TypeError(`${caller} needs an array of awaitables, not ${describeValue(awaitables)}`);
  }
  for (let index = 0; index < awaitables.length; index++) {
    const element: unknown = awaitables[index];
    if (typeof element === "function" || isThenable(element)) continue;
    throw new TypeError(
      `${caller} cannot await element ${index}: ${describeValue(element)}. ` +
        "Give coroutines, functions, tasks, futures or promises",
    );
  }
}

class Gathering extends Future<unknown[]> {
  override readonly run = currentRun();
  readonly #elements: Gatherable[];
  readonly #size: number;
  readonly #returnExceptions: boolean;
  /** The futures that run, by place; filled from the left as they start. */
  readonly #children: Future<unknown>[] = [];
  /** Where each coroutine, future or promise stands already. */
  readonly #seen = new Map<Gatherable, Future<unknown>>();
  /** Children that were done before they came here, and how many of them are counted. */
  readonly #doneBefore: Future<unknown>[] = [];
  #doneCounted = 0;
  /** The context of the call, in which those that must wait for room start too. */
  #inContext: ((start: () => void) => void) | undefined;
  #finished = 0;
  /** Whether elements still to come may start: no error, no cancellation. */
  #starting = true;
  /** Message of the cancellation that was asked for, when one was. */
  #cancelled: string | undefined;

  constructor(elements: Gatherable[], returnExceptions: boolean) {
    super();
    this.#elements = elements;
    this.#size = elements.length;
    this.#returnExceptions = returnExceptions;
  }

  override get description(): string {
    return `gather of ${this.#elements.length}, ${this.#finished} done`;
  }

  /** @internal */
  override get traceWords(): string {
    return `gather of ${this.#size}`;
  }

  /** @internal */
  override blockers(): readonly Future<unknown>[] {
    return this.#children.filter((child) => child.state === PENDING);
  }

  /** @internal */
  override get isSettling(): boolean {
    return this.#children.length === this.#elements.length && this.blockers().length === 0;
  }

  begin(limit: number): void {
    if (this.#elements.length === 0) return this.settle(FULFILLED, []);
    const batch = new Batch();
    for (let free = limit; free > 0 && this.#children.length < this.#elements.length; free--) this.#prepareNext(batch);
    batch.start();
    if (this.#children.length < this.#elements.length) this.#inContext = AsyncLocalStorage.snapshot();
    this.#countDoneBefore();
  }

  override cancel(message = ""): boolean {
    if (this.state !== PENDING) return false;
    // Before the children are: a future among them settles within its cancel(), and must not count as the first error.
    const starting = this.#starting;
    const cancelled = this.#cancelled;
    this.#starting = false;
    this.#cancelled = message;
    let reached = false;
    for (const child of this.#children) if (child.cancel(message)) reached = true;
    // What has not started is cancelled by never starting.
    if (!reached && this.#children.length === this.#elements.length) {
      this.#starting = starting;
      this.#cancelled = cancelled;
      return false;
    }
    this.#abandonRest();
    this.#settleIfComplete();
    return true;
  }

  /** A child is done. */
  childSettled(child: Future<unknown>): void {
    this.#count(child);
    this.#countDoneBefore();
  }

  /** As in CPython: when all are done already, the outer future is too by the time the caller gets it. */
  #countDoneBefore(): void {
    // Counting one may start the next, which may be done too.
    while (this.#doneCounted < this.#doneBefore.length) {
      const child = this.#doneBefore[this.#doneCounted++] as Future<unknown>; // counted < length
      if (child.state === REJECTED) child.exception(); // retrieved: it is given here
      this.#count(child);
    }
  }

  #count(child: Future<unknown>): void {
    this.#finished++;
    if (this.state !== PENDING) return;
    if (this.#cancelled === undefined && !this.#returnExceptions && child.state !== FULFILLED) {
      const error = errorOf(child);
      this.#abandonRest();
      return this.settle(REJECTED, error);
    }
    if (this.#starting && this.#children.length < this.#elements.length) this.#inContext?.(this.#startNext);
    this.#settleIfComplete();
  }

  readonly #startNext = (): void => {
    const batch = new Batch();
    this.#prepareNext(batch);
    batch.start();
  };

  #prepareNext(batch: Batch): void {
    const element = this.#elements[this.#children.length] as Gatherable; // callers check the length
    const child = typeof element === "function" ? this.#taskOf(element, batch) : this.#childOf(element, batch);
    this.#children.push(child);
    if (child.state === PENDING) child.react(new Child(this, child));
    else this.#doneBefore.push(child);
  }

  #taskOf(runnable: Runnable<unknown>, batch: Batch): Task<unknown> {
    const task = Task.of(runnable, this.run, nameOf(runnable));
    task.enrol();
    batch.add(task);
    return task;
  }

  /** A function is called for each of its places; what can only run once fills all of its. */
  #childOf(element: Exclude<Gatherable, () => unknown>, batch: Batch): Future<unknown> {
    const before = this.#seen.get(element);
    if (before !== undefined) return before;
    const child = element instanceof Coroutine ? this.#taskOf(element, batch) : ensureStarted(element);
    this.#seen.set(element, child);
    return child;
  }

  /** Elements that have not started never will. */
  #abandonRest(): void {
    this.#starting = false;
    for (const element of this.#elements.splice(this.#children.length)) {
      if (element instanceof Coroutine) element.close();
    }
  }

  #settleIfComplete(): void {
    if (this.#finished < this.#elements.length || this.state !== PENDING) return;
    for (const child of this.#children) if (child.state === REJECTED) child.exception(); // retrieved: it was given here
    if (this.#cancelled !== undefined) this.settle(CANCELLED, this.#cancelled);
    else this.settle(FULFILLED, this.#children.map(outcomeOf));
  }
}

/** One place of a gathering, in the ring of its child. */
class Child implements Reaction, Ready {
  nextReaction: Reaction = this;
  get isQuiet(): boolean {
    return true;
  }
  readonly retrieves = true;
  readonly #gathering: Gathering;
  readonly #future: Future<unknown>;

  constructor(gathering: Gathering, future: Future<unknown>) {
    this.#gathering = gathering;
    this.#future = future;
  }

  settled(): void {
    if (areWakersAsked()) noteWaker(this.#future);
    ready.push(this);
  }

  takeTurn(): void {
    if (areWakersAsked()) actFor(this.#future, () => this.#gathering.childSettled(this.#future));
    else this.#gathering.childSettled(this.#future);
  }
}

function errorOf(child: Future<unknown>): unknown {
  return child.state === CANCELLED ? new CancelledError(child.settlement as string) : child.exception();
}

function outcomeOf(child: Future<unknown>): unknown {
  return child.state === FULFILLED ? child.result() : errorOf(child);
}

const sample = new Gathering([], false);
keepShape(new Child(sample, sample));
keepFutureShape(sample);
