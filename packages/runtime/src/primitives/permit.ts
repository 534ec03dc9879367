import { FULFILLED, PENDING } from "../futures/future-state.ts";
import type { Task } from "../tasks/task.ts";
import { keepShape } from "../process/keep-shape.ts";
import { BareWait, keepWaitShape, sampleSource, type WaitSource } from "../futures/wait.ts";

/** What gives out permits. */
export interface PermitSource {
  /** Takes a permit back; does nothing for one that is not out any more. */
  giveBack(permit: Permit): void;
}

/** What `acquire()` resolves to: disposing gives back what was acquired. */
export class Permit implements Disposable {
  /** The task that asked for it; undefined outside tasks. */
  owner: Task<unknown> | undefined;
  readonly #source: PermitSource;

  constructor(source: PermitSource, owner: Task<unknown> | undefined) {
    this.#source = source;
    this.owner = owner;
  }

  [Symbol.dispose](): void {
    this.#source.giveBack(this);
  }
}

/** A wait for a permit, which it brings along. */
export class PermitWait<P extends Permit = Permit> extends BareWait<Disposable> {
  readonly permit: P;

  constructor(source: WaitSource, permit: P) {
    super();
    this.state = PENDING;
    this.settlement = undefined;
    this.retrieved = false;
    this.reactions = undefined;
    this.source = source;
    this.nextWait = undefined;
    this.previousWait = undefined;
    this.permit = permit;
  }

  /** The permit is out. */
  granted(): void {
    this.settle(FULFILLED, this.permit);
  }
}

const samplePermit = new Permit({ giveBack() {} }, undefined);
keepShape(samplePermit);
keepWaitShape(new PermitWait(sampleSource, samplePermit));
