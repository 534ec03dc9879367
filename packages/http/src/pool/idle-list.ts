/** What stands in the list; an entry stands in one list at most. */
export interface Idling {
  nextIdle: Idling | undefined;
  previousIdle: Idling | undefined;
  /** Whether it is in. */
  isIdle: boolean;
}

/** Connections that wait for a request, the one idle for longest first. A list, for the reason that `OpenCalls` is one. */
export class IdleList<Entry extends Idling> {
  #first: Idling | undefined;
  #last: Idling | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get first(): Entry | undefined {
    return this.#first as Entry | undefined; // only entries are added
  }

  add(entry: Entry): void {
    entry.isIdle = true;
    entry.previousIdle = this.#last;
    if (this.#last === undefined) this.#first = entry;
    else this.#last.nextIdle = entry;
    this.#last = entry;
    this.#size++;
  }

  /** Takes one out; false if it was not in. */
  remove(entry: Entry): boolean {
    if (!entry.isIdle) return false;
    entry.isIdle = false;
    const { nextIdle, previousIdle } = entry;
    if (previousIdle === undefined) this.#first = nextIdle;
    else previousIdle.nextIdle = nextIdle;
    if (nextIdle === undefined) this.#last = previousIdle;
    else nextIdle.previousIdle = previousIdle;
    entry.nextIdle = undefined;
    entry.previousIdle = undefined;
    this.#size--;
    return true;
  }
}
