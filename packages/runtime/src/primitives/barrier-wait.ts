import type { BrokenBarrierError } from "../errors/errors.ts";
import { CANCELLED, FULFILLED, PENDING, REJECTED } from "../futures/future-state.ts";
import { BareWait, keepWaitShape, sampleSource, type WaitSource } from "../futures/wait.ts";
import { type Ready, ready } from "../scheduling/ready.ts";
import { actFor, areWakersAsked, noteWaker } from "../scheduling/waker.ts";

/**
 * A wait at a barrier. Once the round is complete it has its place among what is ready and goes on there, whatever happens
 * until then: a cancellation, or that the barrier breaks.
 */
export class BarrierWait extends BareWait<number> implements Ready {
  /** Those let go whose turn has not come, while it is one of them. */
  #released: Set<BarrierWait> | undefined = undefined;
  #index = 0;
  #broken: BrokenBarrierError | undefined = undefined;

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

  /** @internal */
  get isQuiet(): boolean {
    return true;
  }

  /** Its round is complete. */
  release(index: number, released: Set<BarrierWait>): void {
    this.#index = index;
    this.#released = released;
    released.add(this);
    if (areWakersAsked()) noteWaker(this);
    ready.push(this);
  }

  /** The barrier breaks before it has gone on. */
  turnAway(error: BrokenBarrierError): void {
    this.#broken = error;
  }

  override cancel(message = ""): boolean {
    if (this.state !== PENDING) return false;
    if (this.#released === undefined) return super.cancel(message);
    this.state = CANCELLED;
    this.settlement = message;
    return true;
  }

  /** @internal */
  takeTurn(): object | undefined {
    this.#released?.delete(this);
    return areWakersAsked() ? actFor(this, () => this.#goOn()) : this.#goOn();
  }

  #goOn(): object | undefined {
    if (this.state === CANCELLED) return this.settleInTurn(CANCELLED, this.settlement);
    if (this.#broken !== undefined) return this.settleInTurn(REJECTED, this.#broken);
    return this.settleInTurn(FULFILLED, this.#index);
  }
}

keepWaitShape(new BarrierWait(sampleSource));
