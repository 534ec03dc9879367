/** An entry of the list of open calls. */
export interface OpenCall {
  nextOpen: OpenCall | undefined;
  previousOpen: OpenCall | undefined;
}

/**
 * The calls of a session that are not over: a list rather than a `Set`, whose tables, outgrown and renewed every few dozen
 * requests, keep each other and all that they held alive until the next full garbage collection.
 */
export class OpenCalls<Entry extends OpenCall> {
  #first: OpenCall | undefined;
  #size = 0;
  /** Told when the last one is over. */
  onDrained: (() => void) | undefined;

  get size(): number {
    return this.#size;
  }

  add(call: Entry): void {
    call.nextOpen = this.#first;
    if (this.#first !== undefined) this.#first.previousOpen = call;
    this.#first = call;
    this.#size++;
  }

  /** Takes out a call that is in. */
  remove(call: Entry): void {
    const { nextOpen, previousOpen } = call;
    if (previousOpen === undefined) this.#first = nextOpen;
    else previousOpen.nextOpen = nextOpen;
    if (nextOpen !== undefined) nextOpen.previousOpen = previousOpen;
    call.nextOpen = undefined;
    call.previousOpen = undefined;
    if (--this.#size === 0) this.onDrained?.();
  }

  *[Symbol.iterator](): Generator<Entry, void, void> {
    for (let call = this.#first; call !== undefined; call = call.nextOpen) yield call as Entry; // only entries are added
  }
}
