import { keepShape } from "../process/keep-shape.ts";
import { CancelledError } from "../errors/errors.ts";
import { registry } from "../process/registry.ts";
import { isHeard } from "./heard-signal.ts";

const { scopes } = registry;

/** An await that is parked in a scope; a cancellation of the scope reaches it. */
export interface Parked {
  /** Neighbours in the scope's list. */
  nextParked: Parked | undefined;
  previousParked: Parked | undefined;
  /** The future that is awaited. */
  readonly future: unknown;
  /** What is awaited, in words. */
  readonly description: string;
  /** Forwards the cancellation to what is awaited; false when that is done already. */
  cancelParked(message: string): boolean;
}

/** Signals that were aborted because a cancellation was due, with its message, until somebody has read their reason. */
const dueSignals = new WeakMap<AbortSignal, string>();

/** How deep a cancellation goes down a chain of tasks that await each other before it goes on from the bottom of the stack. */
const deepest = 200;

/**
 * A cancellation on its way. Chains of awaiting tasks may be longer than the stack is deep, so the part of a chain that
 * lies too deep waits in `deferred` until the stack has unwound. From then on the scopes passed stay marked until the end:
 * a circle longer than that must not be walked for ever.
 */
const wave = { depth: 0, deferred: [] as (() => void)[], passed: [] as (() => void)[] };

function endWave(): void {
  wave.depth = 1;
  try {
    for (let next = wave.deferred.shift(); next !== undefined; next = wave.deferred.shift()) next();
  } finally {
    wave.depth = 0;
    for (const clear of wave.passed.splice(0)) clear();
  }
}

/**
 * A region of a task that can be cancelled on its own: the task as a whole, or the body of a `timeout` or a group.
 * The current one travels in the AsyncLocalStorage, so that what the body awaits, however deep, parks in it.
 *
 *     task ── scope (the task's) ── scope (timeout) ── scope (group)
 *                  └─ parked awaits    └─ …               └─ …
 *
 * A scope touches others only by their methods and public fields: a scope of another copy of the package may be among them.
 * Fields that every await reads are public, since V8 then inlines all of it: private ones cost 30 of 180 ns a park and wake.
 *
 * Cancellation is edge-triggered, as in asyncio: it is delivered once, to what is parked now or else to the next await.
 */
export class Scope<Owner = unknown> {
  /** The task this scope is part of. */
  readonly owner: Owner;
  /** The scope around it; undefined for the task's own. */
  readonly outer: Scope<Owner> | undefined;
  /** Cancellations asked for and not taken back by `uncancel()`. */
  requests = 0;
  /** Message of a cancellation that nothing parked took: thrown at the next await that would wait. */
  pending: string | undefined;
  /** Head of the list of parked awaits. */
  newestParked: Parked | undefined;
  /** Scopes inside this one, made when there is one. */
  #inner: Set<Scope<Owner>> | undefined;
  #controller: AbortController | undefined;
  /** True while a cancellation is on its way: tasks that wait for each other in a circle pass it round only once. */
  #delivering = false;
  /** True once the body has ended; what still runs in its context belongs to `outer`. */
  closed = false;

  constructor(owner: Owner, outer: Scope<Owner> | undefined) {
    this.owner = owner;
    this.outer = outer;
    outer?.adopt(this);
  }

  /** The innermost scope around the caller whose body still runs. */
  static current<Owner>(): Scope<Owner> | undefined {
    let scope = scopes.getStore() as Scope<Owner> | undefined;
    while (scope?.closed === true) scope = scope.outer;
    return scope;
  }

  /** Runs a function, and all that it starts, inside this scope. */
  enter<R>(body: () => R): R {
    return scopes.run(this, body);
  }

  /** The body has ended: a cancellation not yet delivered to it is dropped. */
  close(): void {
    this.closed = true;
    this.pending = undefined;
    this.outer?.disown(this);
  }

  /** The message of the innermost cancellation that waits. */
  get pendingMessage(): string | undefined {
    return this.pending ?? this.outer?.pendingMessage;
  }

  /** Whether a cancellation of this scope or of one around it waits for the next await in here. */
  get anyPending(): boolean {
    for (let scope: Scope<Owner> | undefined = this; scope !== undefined; scope = scope.outer) {
      if (scope.pending !== undefined) return true;
    }
    return false;
  }

  adopt(inner: Scope<Owner>): void {
    (this.#inner ??= new Set()).add(inner);
  }

  disown(inner: Scope<Owner>): void {
    this.#inner?.delete(inner);
  }

  /** Cancellations of this scope and of those around it, up to the task's. */
  get cancelling(): number {
    let count = 0;
    for (let scope: Scope<Owner> | undefined = this; scope !== undefined; scope = scope.outer) count += scope.requests;
    return count;
  }

  /** Asks what runs inside to stop; false if it is being asked already, by a circle of tasks that wait for each other. */
  cancel(message: string): boolean {
    if (this.#delivering) return false;
    this.requests++;
    if (wave.depth < deepest) this.redeliver(message);
    else {
      this.#delivering = true;
      wave.deferred.push(() => this.redeliver(message));
    }
    return true;
  }

  /** Throws the cancellation once more, without counting it again. */
  redeliver(message: string): void {
    this.#delivering = true;
    wave.depth++;
    try {
      if (!this.deliver(message)) this.pending = message;
    } finally {
      wave.depth--;
      if (wave.deferred.length === 0 && wave.passed.length === 0) this.#delivering = false;
      else wave.passed.push(() => (this.#delivering = false));
      if (wave.depth === 0 && wave.passed.length > 0) endWave();
    }
  }

  /**
   * Takes back one request of this scope, or of the nearest around it that has one; the last one of a scope drops what
   * is not yet delivered.
   *
   * @returns how many remain
   */
  uncancel(): number {
    let scope: Scope<Owner> | undefined = this;
    while (scope !== undefined && scope.requests === 0) scope = scope.outer;
    if (scope !== undefined && --scope.requests === 0) scope.takeOwnPending();
    return this.cancelling;
  }

  park(parked: Parked): void {
    parked.nextParked = this.newestParked;
    if (this.newestParked !== undefined) this.newestParked.previousParked = parked;
    this.newestParked = parked;
  }

  unpark(parked: Parked): void {
    const { nextParked, previousParked } = parked;
    if (previousParked !== undefined) previousParked.nextParked = nextParked;
    else if (this.newestParked === parked) this.newestParked = nextParked;
    if (nextParked !== undefined) nextParked.previousParked = previousParked;
    parked.nextParked = undefined;
    parked.previousParked = undefined;
  }

  /** Whether the owner waits anywhere: in here, around it or in another scope of it. */
  get ownerWaits(): boolean {
    return this.outer === undefined ? this.holdsParked : this.outer.ownerWaits;
  }

  /** Whether an await is parked in here or in a scope inside. */
  get holdsParked(): boolean {
    if (this.newestParked !== undefined) return true;
    for (const inner of this.#inner ?? []) if (inner.holdsParked) return true;
    return false;
  }

  /** The message of the cancellation that is due at an await in here, own or from around; it counts as delivered. */
  takePending(): string | undefined {
    let message: string | undefined;
    for (let scope: Scope<Owner> | undefined = this; scope !== undefined; scope = scope.outer) {
      message = scope.takeOwnPending() ?? message;
    }
    return message;
  }

  takeOwnPending(): string | undefined {
    const message = this.pending;
    this.pending = undefined;
    return message;
  }

  /** Puts back what `takePending` took. */
  restorePending(message: string): void {
    this.pending = message;
  }

  /** The signal of this scope: aborted at its next cancellation, or already if one is due; the same one until that is delivered. */
  get signal(): AbortSignal {
    const before = this.#controller?.signal;
    if (before !== undefined && (!before.aborted || this.#isDueFor(before))) return before;
    const controller = new AbortController();
    this.#controller = controller;
    if (this.anyPending) this.#abortAsDue(controller);
    return controller.signal;
  }

  #isDueFor(signal: AbortSignal): boolean {
    return this.anyPending && dueSignals.get(signal) === this.pendingMessage;
  }

  /**
   * A cancellation waits for the next await, and somebody asks for the signal before: whoever reads the reason throws it, as
   * `fetch` does. Then it is delivered; if nobody does, the next await throws it.
   */
  #abortAsDue(controller: AbortController): void {
    const error = new CancelledError(this.pendingMessage);
    controller.abort(error);
    dueSignals.set(controller.signal, error.message);
    const deliver = (): CancelledError => {
      const isDue = this.#controller === controller && this.#isDueFor(controller.signal);
      dueSignals.delete(controller.signal);
      if (isDue) this.takePending();
      return error;
    };
    Object.defineProperty(controller.signal, "reason", { get: deliver, configurable: true });
  }

  /** Awaits parked in here and in the scopes inside, newest first. */
  *allParked(): Generator<Parked> {
    for (let parked = this.newestParked; parked !== undefined; parked = parked.nextParked) yield parked;
    for (const inner of this.#inner ?? []) yield* inner.allParked();
  }

  /** Throws a cancellation at what is parked in here and inside; false if nothing took it. */
  deliver(message: string): boolean {
    const alone = this.newestParked === undefined;
    let reached = this.#deliverHere(message);
    if (this.#inner !== undefined) {
      for (const inner of [...this.#inner]) if (inner.deliver(message)) reached = true;
    }
    return this.#abort(message, alone) || reached;
  }

  #deliverHere(message: string): boolean {
    const newest = this.newestParked;
    if (newest === undefined) return false;
    if (newest.nextParked === undefined) return newest.cancelParked(message); // nearly always there is one
    // In the order of parking: the list has the newest first.
    const parked: Parked[] = [];
    for (let entry: Parked | undefined = newest; entry !== undefined; entry = entry.nextParked) parked.push(entry);
    let reached = false;
    for (const entry of parked.reverse()) if (entry.cancelParked(message)) reached = true;
    return reached;
  }

  /** Whether the abort itself was the delivery: nothing else was there to take it, and somebody listens. */
  #abort(message: string, alone: boolean): boolean {
    const controller = this.#controller;
    if (controller === undefined || controller.signal.aborted) return false;
    const heard = alone && isHeard(controller.signal);
    controller.abort(new CancelledError(message));
    return heard;
  }
}

const sampleParked: Parked = {
  nextParked: undefined,
  previousParked: undefined,
  future: undefined,
  description: "a sample",
  cancelParked: () => false,
};
const sample = new Scope<object>(sampleParked, undefined);
sample.cancel("");
sample.uncancel();
sample.park(sampleParked);
sample.unpark(sampleParked);
sample.close();
keepShape(sample);
