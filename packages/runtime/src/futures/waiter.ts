import { CancelledError, RuntimeError } from "../errors/errors.ts";
import { outside } from "../process/outside.ts";
import { type Ready, ready } from "../scheduling/ready.ts";
import type { RunState } from "../scheduling/run-state.ts";
import { type Parked, Scope } from "../scheduling/scope.ts";
import { taskResumed, taskWaits, waker } from "../scheduling/waker.ts";
import { traceStream } from "../trace/stream.ts";
import type { Callback } from "./delivered.ts";
import { CANCELLED, FULFILLED, PENDING, REJECTED } from "./future-state.ts";
import type { Reaction, Reactive } from "./reaction.ts";
import { forgetFailure } from "./unretrieved.ts";

/** A future as an await of it needs it. */
export interface AwaitedFuture extends Reactive {
  /** Whether somebody has the result. */
  retrieved: boolean;
  /** What is waited for, in words. */
  readonly description: string;
  /** The same in words that stay while somebody waits. */
  readonly traceWords: string;
  /** The number of a task. */
  readonly id?: number;
  /** Whether all that it waits for is done, and the turn in which it is settled is due. */
  readonly isSettling: boolean;
  react(reaction: Reaction): void;
  unreact(reaction: Reaction): void;
  cancel(message: string): boolean;
  /** The await wants its cancellation instead of the value; false when it is too late. */
  discarded(): boolean;
}

/** Stands for an await that has left: a late exception is taken, though nobody looks at it any more. */
class Absent implements Reaction {
  nextReaction: Reaction = this;
  readonly retrieves = true;

  settled(): void {}
}

/** What the trace needs of a task. */
interface TracedTask {
  readonly id: number;
  readonly run: RunState;
}

function traceWait(task: TracedTask, future: AwaitedFuture): void {
  const { traceWords: on, id: onTask } = future;
  const at = task.run.clock.now();
  taskWaits();
  if (onTask === undefined) traceStream.send({ kind: "wait", at, task: task.id, on });
  else traceStream.send({ kind: "wait", at, task: task.id, on, onTask });
}

function traceWake(task: TracedTask, future: AwaitedFuture): void {
  const by = future.id ?? waker(); // a task ends by itself
  traceStream.send({ kind: "wake", at: task.run.clock.now(), task: task.id, on: future.traceWords, by });
}

/** What a callback returned, or the promise for it with what resolves that. */
interface Outcome {
  readonly value: unknown;
  readonly resolve?: (value: unknown) => void;
}

/** The outcome of a callback that returns nothing, as those of `await` do. */
const nothing: Outcome = { value: undefined };

/**
 * One await of one future: what `then` makes. It stands in the ring of the future and in the list of the scope.
 * Also the thenable that `then` returns; `#outcome` is only made when that is asked for.
 */
export class Waiter implements Reaction, Ready, Parked, PromiseLike<unknown> {
  get retrieves(): boolean {
    return true;
  }
  nextReaction: Reaction;
  nextParked: Parked | undefined;
  previousParked: Parked | undefined;
  readonly future: AwaitedFuture;
  readonly onFulfilled: Callback;
  readonly onRejected: Callback;
  /** The scope it is parked in; undefined outside tasks and once it was woken. */
  scope: Scope<TracedTask> | undefined;
  /** What the callback returned, once it ran; or, if somebody asked before, the promise for it. */
  outcome: Outcome | undefined;

  /** Made at every await: one plain constructor, which V8 inlines where a chain of them, or initializers, would not be. */
  constructor(future: AwaitedFuture, onFulfilled: Callback, onRejected: Callback) {
    this.nextReaction = this;
    this.nextParked = undefined;
    this.previousParked = undefined;
    this.future = future;
    this.onFulfilled = onFulfilled;
    this.onRejected = onRejected;
    this.scope = undefined;
    this.outcome = undefined;
  }

  get description(): string {
    return this.future.description;
  }

  wait(): void {
    const future = this.future;
    const scope = Scope.current<TracedTask>();
    if (scope !== undefined && (scope.owner as unknown) === future) return this.refuse();
    future.react(this);
    if (scope === undefined) return;
    this.scope = scope;
    scope.park(this);
    if (traceStream.level > 2) traceWait(scope.owner, future);
    if (scope.anyPending) this.cancelAsDue(scope);
    ready.rest(scope.owner);
  }

  /** A cancellation that found nothing to reach is thrown here, at the first await that would wait; as in asyncio before the next turn. */
  cancelAsDue(scope: Scope<TracedTask>): void {
    const message = scope.takePending() as string; // there is one
    if (!this.cancelParked(message)) scope.restorePending(message);
  }

  cancelParked(message: string): boolean {
    const { future } = this;
    if (future.cancel(message)) return true;
    // One that is about to be settled is awaited to the end, which the cancellation outranks.
    if (future.state === PENDING && !future.isSettling) this.leave();
    return false;
  }

  /** The future refuses, as one in a circle of waits must: the await ends, and its scope's cancellation is thrown there. */
  leave(): void {
    if (traceStream.level > 2 && this.scope !== undefined) traceWake(this.scope.owner, this.future);
    this.future.unreact(this);
    this.future.react(new Absent());
    ready.push(this);
  }

  refuse(): void {
    const what = `${this.future.description} cannot await itself`;
    this.call(this.onRejected, new RuntimeError(`${what}; an async function must not return the task that runs it`));
  }

  settled(): void {
    if (traceStream.level > 2 && this.scope !== undefined) traceWake(this.scope.owner, this.future);
    ready.push(this);
  }

  /** Outside tasks it may be a callback given by hand. */
  get isQuiet(): boolean {
    return this.scope !== undefined;
  }

  takeTurn(): object | undefined {
    const scope = this.scope;
    if (scope === undefined) {
      this.deliver();
      return undefined;
    }
    scope.unpark(this);
    if (traceStream.level > 2) taskResumed(scope.owner);
    this.scope = undefined;
    if (scope.anyPending) this.deliverLate(scope);
    else this.deliver();
    // One of several waits of a task need not resume it.
    return scope.newestParked === undefined ? scope.owner : undefined;
  }

  /** A cancellation came after it was woken. */
  deliverLate(scope: Scope<TracedTask>): void {
    const { state } = this.future;
    if (state !== CANCELLED && this.isOutranked()) {
      return this.call(this.onRejected, new CancelledError(scope.takePending()));
    }
    // Cancelled twice before its turn: the first cancellation is what it gets.
    if (state === CANCELLED) scope.takePending();
    this.deliver();
  }

  /**
   * Woken and cancelled in the same turn: the cancellation outranks the result, which goes back where it came from.
   * When it is too late for that, the await gives the result, and the next one gets the cancellation.
   */
  isOutranked(): boolean {
    const future = this.future;
    if (future.state !== FULFILLED || future.retrieved) return true;
    let isBack = false;
    // The turn may be taken in the context of another task, even of another run, which the primitive would refuse.
    outside(() => void (isBack = future.discarded()));
    return isBack;
  }

  deliver(): void {
    const future = this.future;
    if (future.state === FULFILLED) {
      future.retrieved = true;
      this.call(this.onFulfilled, future.settlement);
    } else if (future.state === REJECTED) {
      forgetFailure(future);
      this.call(this.onRejected, future.settlement);
    } else this.call(this.onRejected, new CancelledError(future.settlement as string)); // CANCELLED: the message
  }

  call(callback: Callback, argument: unknown): void {
    try {
      this.finish(callback(argument));
    } catch (error) {
      // Nobody may ever look: then this is an unhandled rejection, as it would be with a native promise.
      this.finish(Promise.reject(error));
    }
  }

  finish(value: unknown): void {
    if (this.outcome !== undefined) this.outcome.resolve?.(value);
    else this.outcome = value === undefined ? nothing : { value };
  }

  then<A, B>(
    onFulfilled?: ((value: unknown) => A | PromiseLike<A>) | null,
    onRejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.promise().then(onFulfilled, onRejected);
  }

  promise(): Promise<unknown> {
    if (this.outcome === undefined) {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      this.outcome = { value: promise, resolve };
    }
    return Promise.resolve(this.outcome.value);
  }
}
