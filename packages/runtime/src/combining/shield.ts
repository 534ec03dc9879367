import { ensureFuture } from "../tasks/ensure-future.ts";
import { Future } from "../futures/future.ts";
import { CANCELLED, FULFILLED, PENDING, REJECTED } from "../futures/future-state.ts";
import type { Reaction } from "../futures/reaction.ts";
import { type Ready, ready } from "../scheduling/ready.ts";
import { currentRun } from "../scheduling/run-state.ts";
import { actFor, areWakersAsked, noteWaker } from "../scheduling/waker.ts";
import type { Awaitable, Runnable } from "../tasks/runnable.ts";

/**
 * Protects something from the cancellation of who awaits it: that ends the await, the work goes on.
 * An error of work that nobody awaits any more is reported as never retrieved.
 *
 * Semantics: `asyncio.shield`.
 *
 * @example
 * ```ts
 * import { createTask, run, shield, sleep } from "baedal";
 *
 * await run(async () => {
 *   const saving = createTask(() => sleep(20, "saved"));
 *   const visitor = createTask(async () => await shield(saving));
 *   await sleep(0);
 *   visitor.cancel();
 *   console.log(await saving); // saved
 * });
 * ```
 */
export function shield<T>(awaitable: Awaitable<T> | Runnable<T>): Future<T> {
  const inner = ensureFuture(awaitable);
  return inner.done() ? inner : new Shield(inner);
}

class Shield<T> extends Future<T> {
  override readonly run = currentRun();
  readonly #inner: Future<T>;
  readonly #inside: Inside<T>;

  constructor(inner: Future<T>) {
    super();
    this.#inner = inner;
    this.#inside = new Inside(this, inner);
    inner.react(this.#inside);
  }

  /** The work goes on and may outlive many shields: a cancelled one leaves nothing behind in it. */
  override cancel(message = ""): boolean {
    if (!super.cancel(message)) return false;
    this.#inner.unreact(this.#inside);
    return true;
  }

  /** @internal */
  override blockers(): readonly Future<unknown>[] {
    return [this.#inner];
  }

  override get description(): string {
    return `shield of ${this.#inner.description}`;
  }
}

class Inside<T> implements Reaction, Ready {
  nextReaction: Reaction = this;
  get isQuiet(): boolean {
    return true;
  }
  /** Not yet: an outer that is cancelled before the turn of this leaves the error to be reported. */
  readonly retrieves = false;
  readonly #outer: Shield<T>;
  readonly #inner: Future<T>;

  constructor(outer: Shield<T>, inner: Future<T>) {
    this.#outer = outer;
    this.#inner = inner;
  }

  settled(): void {
    if (areWakersAsked()) noteWaker(this.#inner);
    ready.push(this);
  }

  takeTurn(): void {
    if (areWakersAsked()) actFor(this.#inner, () => this.#handOn());
    else this.#handOn();
  }

  #handOn(): void {
    const inner = this.#inner;
    if (this.#outer.state !== PENDING) return;
    if (inner.state === CANCELLED) this.#outer.cancel(inner.settlement as string); // CANCELLED: the message
    else if (inner.state === FULFILLED) this.#outer.setResult(inner.result());
    else this.#outer.settle(REJECTED, inner.exception());
  }
}
