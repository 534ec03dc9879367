import { FULFILLED, PENDING, REJECTED } from "../futures/future.ts";
import type { QueueShutDown } from "../errors/errors.ts";
import { keepWaitShape, sampleSource, Wait, type WaitSource } from "../futures/wait.ts";

/** A wait for an item. */
export interface TakeWait<T> extends Wait<unknown> {
  /** The item is its own. */
  give(item: T): void;
  /** There will be none. */
  end(error: QueueShutDown): void;
  /** What it was given, when its await got a cancellation instead; undefined when it was given nothing. */
  readonly given: { readonly item: T } | undefined;
}

/** A `get()` that waits. */
export class GetWait<T> extends Wait<T> implements TakeWait<T> {
  constructor(source: WaitSource) {
    super();
    this.state = PENDING;
    this.settlement = undefined;
    this.retrieved = false;
    this.reactions = undefined;
    this.source = source;
    this.nextWait = undefined;
    this.previousWait = undefined;
  }

  give(item: T): void {
    this.settle(FULFILLED, item);
  }

  end(error: QueueShutDown): void {
    this.settle(REJECTED, error);
  }

  get given(): { readonly item: T } {
    return { item: this.settlement as T }; // asked only of a fulfilled one
  }
}

/** A step of an iteration that waits; it ends the loop where a `get()` would throw. */
export class StepWait<T> extends Wait<IteratorResult<T, undefined>> implements TakeWait<T> {
  constructor(source: WaitSource) {
    super();
    this.state = PENDING;
    this.settlement = undefined;
    this.retrieved = false;
    this.reactions = undefined;
    this.source = source;
    this.nextWait = undefined;
    this.previousWait = undefined;
  }

  give(item: T): void {
    this.settle(FULFILLED, { done: false, value: item });
  }

  end(): void {
    this.settle(FULFILLED, { done: true, value: undefined });
  }

  get given(): { readonly item: T } | undefined {
    const step = this.settlement as IteratorResult<T, undefined>; // asked only of a fulfilled one
    return step.done === true ? undefined : { item: step.value };
  }
}

/** A `put()` that waits, with its item. */
export class PutWait<T> extends Wait<void> {
  readonly item: T;

  constructor(source: WaitSource, item: T) {
    super();
    this.state = PENDING;
    this.settlement = undefined;
    this.retrieved = false;
    this.reactions = undefined;
    this.source = source;
    this.nextWait = undefined;
    this.previousWait = undefined;
    this.item = item;
  }
}

keepWaitShape(new GetWait(sampleSource));
keepWaitShape(new StepWait(sampleSource));
keepWaitShape(new PutWait(sampleSource, undefined));
