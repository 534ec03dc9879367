import { keepShape } from "../process/keep-shape.ts";
import { describeValue } from "../errors/describe-value.ts";
import { QueueEmpty, QueueFull, QueueShutDown, RuntimeError } from "../errors/errors.ts";
import { requireBoolean } from "../errors/require-boolean.ts";
import { FifoStore } from "./fifo-store.ts";
import type { Future } from "../futures/future.ts";
import { FULFILLED, REJECTED } from "../futures/future-state.ts";
import { HomeRun, type PrimitiveOptions } from "../primitives/home-run.ts";
import type { ItemStore } from "./item-store.ts";
import { GetWait, PutWait, StepWait, type TakeWait } from "./queue-wait.ts";
import { fulfilled, rejected } from "../futures/settled-future.ts";
import { PlainWait, type Wait } from "../futures/wait.ts";
import { WaitQueue } from "../primitives/wait-queue.ts";
import { Line } from "./line.ts";

/** What `Queue.statistics()` gives. */
export interface QueueStatistics {
  readonly size: number;
  readonly maxsize: number;
  /** Items that were put and for which `taskDone()` was not called yet. */
  readonly unfinishedTasks: number;
  readonly tasksWaitingGet: number;
  readonly tasksWaitingPut: number;
  readonly tasksWaitingJoin: number;
  readonly isShutDown: boolean;
}

/**
 * Hands items from tasks that put them to tasks that get them: first in, first out, and first come, first served.
 * With a `maxsize`, `put()` waits while it is full, so that who puts is never far ahead of who gets.
 *
 * As in asyncio, an item stays in the queue (and counts) until the turn of the task that it wakes; until then
 * `getNowait()` may have it. `get()` and `put()` never pass those who wait. An item that is a promise or a task comes
 * out of `await queue.get()` as its result, as everything does that is awaited; iterate, or put it into an object.
 *
 * Semantics: `asyncio.Queue`, but fair.
 *
 * @example
 * ```ts
 * import { createTask, Queue, run } from "baedal";
 *
 * await run(async () => {
 *   const orders = new Queue<string>(2, { name: "orders" });
 *   const kitchen = createTask(async () => {
 *     for await (const order of orders) console.log(`cooking ${order}`);
 *   });
 *   for (const order of ["noodles", "rice", "soup"]) await orders.put(order);
 *   orders.shutdown(); // what is in it is still given out
 *   await kitchen;
 * });
 * ```
 */
export class Queue<T> implements AsyncIterable<T> {
  readonly #home: HomeRun;
  readonly #maxsize: number;
  readonly #store: ItemStore<T>;
  /** Wait for items. There may be items, too: then the turn that brings both together is due. */
  readonly #getters: Line<TakeWait<T>>;
  /** Wait for room. There may be room, too: then the turn is due. */
  readonly #putters: Line<PutWait<T>>;
  /** Wait until nothing is unfinished. */
  readonly #joiners: WaitQueue<Wait<void>>;
  #unfinished = 0;
  #state: "open" | "draining" | "emptied" = "open";

  /**
   * @param maxsize - how many items it holds; 0 or less for any number
   * @throws TypeError for what is not a number
   */
  constructor(maxsize?: number, options?: PrimitiveOptions);
  /** @internal For the other sorts of queues. */
  constructor(maxsize: number, options: PrimitiveOptions, kind: string, store: ItemStore<T>);
  constructor(maxsize = 0, options: PrimitiveOptions = {}, kind = "Queue", store: ItemStore<T> = new FifoStore<T>()) {
    requireMaxsize(maxsize, kind);
    this.#home = new HomeRun(kind, options);
    const { name } = this.#home;
    this.#maxsize = maxsize;
    this.#store = store;
    const isQuiet = !store.asksUsers;
    this.#getters = new Line({
      what: `${kind}.get`,
      name,
      isQuiet,
      serve: () => this.#give(),
      hasMore: () => store.size > 0,
      refund: (wait) => this.#takeBack(wait),
    });
    this.#putters = new Line({
      what: `${kind}.put`,
      name,
      isQuiet,
      serve: () => this.#admit(),
      hasMore: () => !this.full(),
      refund: (wait) => this.#undoPut(wait),
    });
    this.#joiners = new WaitQueue({ what: `${kind}.join`, name });
  }

  /** How many items are in it. */
  get size(): number {
    return this.#store.size;
  }

  /** How many items it holds; 0 or less for any number. */
  get maxsize(): number {
    return this.#maxsize;
  }

  /** Whether there is no item in it. */
  empty(): boolean {
    return this.#store.size === 0;
  }

  /** Whether there is no room for another item. */
  full(): boolean {
    return this.#maxsize > 0 && this.#store.size >= this.#maxsize;
  }

  /**
   * Puts an item in; waits while the queue is full. Cancelled, it has put nothing.
   *
   * @throws QueueShutDown when it is shut down, or is meanwhile
   * @throws RuntimeError while tasks of another run wait
   */
  put(item: T): Future<void> {
    if (this.#inUse()) this.#home.enter(true);
    if (this.#state !== "open") return rejected(this.#shutDown("put() puts nothing in"));
    if (this.#putters.size === 0 && !this.full()) {
      this.#accept(item);
      return fulfilled<void>(undefined);
    }
    return this.#join(this.#putters, new PutWait<T>(this.#putters, item));
  }

  /**
   * Puts an item in at once.
   *
   * @throws QueueFull when there is no room
   * @throws QueueShutDown when it is shut down
   */
  putNowait(item: T): void {
    this.#home.visit(this.#inUse());
    if (this.#state !== "open") throw this.#shutDown("putNowait() puts nothing in");
    if (this.full()) {
      throw new QueueFull(`${this.#home.label} is full (${this.#maxsize}); \`await queue.put(item)\` waits for room`);
    }
    this.#accept(item);
  }

  /**
   * Takes the next item; waits while there is none. Cancelled, it has taken nothing.
   *
   * @throws QueueShutDown when it is shut down and empty, or is meanwhile
   * @throws RuntimeError while tasks of another run wait
   */
  get(): Future<T> {
    if (this.#inUse()) this.#home.enter(true);
    if (this.#mayTake()) return fulfilled(this.#take());
    if (this.#isSpent()) return rejected(this.#shutDown("get() finds nothing more"));
    return this.#awaitItem(new GetWait<T>(this.#getters));
  }

  /**
   * Takes the next item at once.
   *
   * @throws QueueEmpty when there is none
   * @throws QueueShutDown when there is none and it is shut down
   */
  getNowait(): T {
    this.#home.visit(this.#inUse());
    if (!this.empty()) return this.#take();
    if (this.#state !== "open") throw this.#shutDown("getNowait() finds nothing more");
    throw new QueueEmpty(`${this.#home.label} is empty; \`await queue.get()\` waits for an item`);
  }

  /** Says that an item taken before has been dealt with; see `join`. */
  taskDone(): void {
    this.#home.visit(this.#inUse());
    if (this.#unfinished === 0) {
      throw new RuntimeError(
        `taskDone() was called more often than items were put into ${this.#home.labelWithin}; call it once for each get()`,
      );
    }
    this.#finish(1);
  }

  /** Waits until `taskDone()` was called for every item that was put. */
  join(): Future<void> {
    if (this.#inUse()) this.#home.enter(true);
    if (this.#unfinished === 0) return fulfilled<void>(undefined);
    return this.#join(this.#joiners, new PlainWait<void>(this.#joiners));
  }

  /**
   * Takes no more items. Those in it are still given out; then, and for all who wait now, it is `QueueShutDown`.
   *
   * @param immediate - throws the items away; they count as done
   */
  shutdown(immediate = false): void {
    requireBoolean(immediate, "immediate of shutdown()");
    this.#home.visit(this.#inUse());
    if (immediate) this.#emptyOut();
    else if (this.#state === "open") this.#state = "draining";
    // As in asyncio they find that out in their turns; items that have woken somebody are theirs.
    this.#getters.wakeAll();
    this.#putters.wakeAll();
  }

  /** How full it is and how many wait. */
  statistics(): QueueStatistics {
    return {
      size: this.size,
      maxsize: this.#maxsize,
      unfinishedTasks: this.#unfinished,
      tasksWaitingGet: this.#getters.size,
      tasksWaitingPut: this.#putters.size,
      tasksWaitingJoin: this.#joiners.size,
      isShutDown: this.#state !== "open",
    };
  }

  /** Gets items until the queue is shut down and empty. Does not call `taskDone()`. */
  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    // `for await` awaits whatever next() gives, and a future can be cancelled.
    return { next: () => this.#step() as unknown as Promise<IteratorResult<T, undefined>> };
  }

  #step(): Future<IteratorResult<T, undefined>> {
    if (this.#inUse()) this.#home.enter(true);
    if (this.#mayTake()) return fulfilled<IteratorResult<T, undefined>>({ done: false, value: this.#take() });
    if (this.#isSpent()) return fulfilled<IteratorResult<T, undefined>>({ done: true, value: undefined });
    return this.#awaitItem(new StepWait<T>(this.#getters));
  }

  #awaitItem<F extends TakeWait<T>>(wait: F): F {
    const joined = this.#join(this.#getters, wait);
    // Shut down, there is an item for it behind those who were woken.
    if (this.#state !== "open") this.#getters.wakeNext();
    return joined;
  }

  /** Whether it is shut down and has nothing for somebody who comes now. */
  #isSpent(): boolean {
    return this.#state !== "open" && this.#store.size <= this.#getters.size;
  }

  /** Whether there is an item for somebody who comes now. */
  #mayTake(): boolean {
    return this.#getters.size === 0 && this.#store.size > 0;
  }

  #inUse(): boolean {
    return this.#getters.size > 0 || this.#putters.size > 0 || this.#joiners.size > 0;
  }

  /** Only who waits takes the queue into its run; an item that is there, or room, is anybody's. */
  #join<W extends Wait<unknown>, F extends W>(waiters: WaitQueue<W>, wait: F): F {
    if (!this.#inUse()) this.#home.enter(false); // the caller has entered one in use
    waiters.add(wait);
    return wait;
  }

  #take(): T {
    const item = this.#store.take();
    this.#putters.wakeNext();
    return item;
  }

  #accept(item: T): void {
    this.#store.add(item);
    this.#unfinished++;
    this.#getters.wakeNext();
  }

  /** A turn for one who waits for an item, who goes on in it; there is none if somebody was quicker. */
  #give(): object | undefined {
    const wait = this.#store.size > 0 || this.#state !== "open" ? this.#getters.shift() : undefined;
    if (wait === undefined) return undefined;
    if (this.#store.size === 0) return wait.end(this.#shutDown("get() finds nothing more"));
    let item: T;
    try {
      item = this.#store.take();
    } catch (error) {
      // The comparison of a PriorityQueue failed; the item is still there.
      this.#wakeAfterGiving();
      return wait.settleInTurn(REJECTED, error);
    }
    this.#wakeAfterGiving();
    return wait.give(item);
  }

  #wakeAfterGiving(): void {
    this.#putters.wakeNext();
    if (this.#mayGive() && this.#getters.isAsleep) this.#getters.wakeNext();
  }

  /** A turn for one who waits for room. */
  #admit(): object | undefined {
    const isOpen = this.#state === "open";
    const wait = isOpen && this.full() ? undefined : this.#putters.shift();
    if (wait === undefined) return undefined;
    if (!isOpen) return wait.settleInTurn(REJECTED, this.#shutDown("put() puts nothing in"));
    try {
      this.#store.add(wait.item);
    } catch (error) {
      this.#wakeAfterAdmitting();
      return wait.settleInTurn(REJECTED, error);
    }
    this.#unfinished++;
    this.#wakeAfterAdmitting();
    return wait.settleInTurn(FULFILLED, undefined);
  }

  #wakeAfterAdmitting(): void {
    this.#getters.wakeNext();
    if (this.#mayAdmit() && this.#putters.isAsleep) this.#putters.wakeNext();
  }

  #mayGive(): boolean {
    return this.#getters.size > 0 && this.#store.size > 0;
  }

  #mayAdmit(): boolean {
    return this.#putters.size > 0 && !this.full();
  }

  /** A getter had its item, but its await got a cancellation: the item goes to the next, or back to its place. */
  #takeBack(wait: TakeWait<T>): boolean {
    const given = wait.given;
    if (given === undefined) return true;
    if (this.#state === "emptied") this.#finish(1);
    else {
      this.#store.restore(given.item);
      this.#getters.wakeNext();
    }
    return true;
  }

  /** A putter had its room, but its await got a cancellation; too late once somebody has the item. */
  #undoPut(wait: PutWait<T>): boolean {
    if (!this.#store.remove(wait.item)) return false;
    this.#finish(1);
    this.#putters.wakeNext();
    return true;
  }

  #emptyOut(): void {
    this.#state = "emptied";
    const dropped = this.#store.size;
    this.#store.clear();
    if (dropped > 0) this.#finish(dropped);
  }

  #finish(count: number): void {
    // taskDone() may have been called before its item was taken.
    this.#unfinished = Math.max(0, this.#unfinished - count);
    if (this.#unfinished > 0) return;
    for (let wait = this.#joiners.shift(); wait !== undefined; wait = this.#joiners.shift()) {
      wait.settle(FULFILLED, undefined);
    }
  }

  #shutDown(what: string): QueueShutDown {
    return new QueueShutDown(`${this.#home.label} is shut down: ${what}`);
  }
}

function requireMaxsize(maxsize: unknown, kind: string): void {
  if (typeof maxsize === "number" && !Number.isNaN(maxsize)) return;
  throw new TypeError(
    `The maxsize of a ${kind} must be a number, not ${describeValue(maxsize)}; options come second: new ${kind}(0, { name })`,
  );
}

keepShape(new Queue());
