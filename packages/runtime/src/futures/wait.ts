import { brand } from "../errors/brand.ts";
import { bare } from "./bare.ts";
import { Future, keepFutureShape } from "./future.ts";
import { CANCELLED, FULFILLED, PENDING } from "./future-state.ts";

/** What a wait stands in: a queue of waiters, the deadlines of a run, a foreign operation. */
export interface WaitSource {
  /** The wait was cancelled: takes it out; nothing may be lost by that. */
  withdraw(wait: Wait<unknown>): void;
  /**
   * The wait had its value, but the task that awaited it was cancelled in the same turn: passes the value on.
   * False when it is too late to undo what the wait did; then the await gives its value, and the next one is cancelled.
   */
  refund?(wait: Wait<unknown>): boolean;
  /** The tasks that hold what is waited for, where it has owners. */
  holders?(): readonly Future<unknown>[];
  /** What is waited for, in words, such as `Queue.get of 'urls'`. */
  describe(wait: Wait<unknown>): string;
}

/** A wait of the library: a hot future that knows how to withdraw from what it waits for. */
export abstract class Wait<T> extends Future<T> {
  declare source: WaitSource;
  /** Neighbours in the queue it stands in. */
  declare nextWait: Wait<unknown> | undefined;
  declare previousWait: Wait<unknown> | undefined;

  override cancel(message = ""): boolean {
    if (this.state !== PENDING) return false;
    this.source.withdraw(this);
    this.settle(CANCELLED, message);
    return true;
  }

  override get description(): string {
    return this.source.describe(this);
  }

  /** @internal */
  override blockers(): readonly Future<unknown>[] {
    return this.source.holders?.() ?? [];
  }

  /** @internal The value goes back before the wait turns into a cancelled one, so that it has one owner at a time. */
  override discarded(): boolean {
    if (this.state !== FULFILLED) return true;
    if (this.source.refund?.(this) === false) return false;
    this.state = CANCELLED;
    this.settlement = "";
    return true;
  }
}

/** What each class of waits extends: it gives all fields their first values itself. */
export const BareWait: typeof Wait = bare(Wait);

/** A wait that needs to know no more than what it waits for. */
export class PlainWait<T> extends BareWait<T> {
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
}

/** As `keepShape`, for a wait of any class: it has stood in a queue. */
export function keepWaitShape(sample: Wait<unknown>): void {
  sample.nextWait = sample;
  sample.previousWait = sample;
  sample.nextWait = undefined;
  sample.previousWait = undefined;
  keepFutureShape(sample);
}

/** The source of samples. */
export const sampleSource: WaitSource = { withdraw() {}, describe: () => "a sample" };

keepWaitShape(new PlainWait(sampleSource));

brand(Wait, "Wait");
