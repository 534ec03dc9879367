import { FULFILLED, PENDING, REJECTED } from "../futures/future-state.ts";
import type { QueueShutDown } from "../errors/errors.ts";
import { bare } from "../futures/bare.ts";
import { keepWaitShape, Wait, type WaitSource } from "../futures/wait.ts";
import { Line } from "./line.ts";

/** Where a wait at a queue stands. */
interface QueueLine extends WaitSource {
  leave(wait: QueueWait<unknown>, message: string): boolean;
}

/** A wait at a queue: once it was woken, its cancellation takes its turn. */
abstract class QueueWait<T> extends Wait<T> {
  declare source: QueueLine;

  override cancel(message = ""): boolean {
    if (this.state !== PENDING) return false;
    return this.source.leave(this, message) || super.cancel(message);
  }
}

const BareQueueWait: typeof QueueWait = bare(QueueWait);

/** A wait for an item. */
export interface TakeWait<T> extends QueueWait<unknown> {
  /** The item is its own, in its turn. Returns the task that goes on. */
  give(item: T): object | undefined;
  /** There will be none. */
  end(error: QueueShutDown): object | undefined;
  /** What it was given, when its await got a cancellation instead; undefined when it was given nothing. */
  readonly given: { readonly item: T } | undefined;
}

/** A `get()` that waits. */
export class GetWait<T> extends BareQueueWait<T> implements TakeWait<T> {
  constructor(source: QueueLine) {
    super();
    this.state = PENDING;
    this.settlement = undefined;
    this.retrieved = false;
    this.reactions = undefined;
    this.source = source;
    this.nextWait = undefined;
    this.previousWait = undefined;
  }

  give(item: T): object | undefined {
    return this.settleInTurn(FULFILLED, item);
  }

  end(error: QueueShutDown): object | undefined {
    return this.settleInTurn(REJECTED, error);
  }

  get given(): { readonly item: T } {
    return { item: this.settlement as T }; // asked only of a fulfilled one
  }
}

/** A step of an iteration that waits; it ends the loop where a `get()` would throw. */
export class StepWait<T> extends BareQueueWait<IteratorResult<T, undefined>> implements TakeWait<T> {
  constructor(source: QueueLine) {
    super();
    this.state = PENDING;
    this.settlement = undefined;
    this.retrieved = false;
    this.reactions = undefined;
    this.source = source;
    this.nextWait = undefined;
    this.previousWait = undefined;
  }

  give(item: T): object | undefined {
    return this.settleInTurn(FULFILLED, { done: false, value: item });
  }

  end(): object | undefined {
    return this.settleInTurn(FULFILLED, { done: true, value: undefined });
  }

  get given(): { readonly item: T } | undefined {
    const step = this.settlement as IteratorResult<T, undefined>; // asked only of a fulfilled one
    return step.done === true ? undefined : { item: step.value };
  }
}

/** A `put()` that waits, with its item. */
export class PutWait<T> extends BareQueueWait<void> {
  readonly item: T;

  constructor(source: QueueLine, item: T) {
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

const sample = { what: "a sample", name: undefined, serve: () => undefined, isQuiet: true, hasMore: () => false };
keepWaitShape(new GetWait(new Line(sample)));
keepWaitShape(new StepWait(new Line(sample)));
keepWaitShape(new PutWait(new Line<PutWait<undefined>>(sample), undefined));
