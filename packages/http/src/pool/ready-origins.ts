/** Something that waits in line for a place: the smaller `turn`, the earlier it came. */
export interface InLine {
  /** Index in the heap, -1 outside it. */
  place: number;
  /** When the first of its waiters came. */
  readonly turn: number;
}

/**
 * The origins that have waiters and room for them, the one whose first waiter came first on top: a binary heap, so that
 * thousands of origins that are full cost nothing.
 */
export class ReadyOrigins<T extends InLine> {
  readonly #heap: T[] = [];

  get first(): T | undefined {
    return this.#heap[0];
  }

  /** Puts it in, or moves it to where it belongs now. */
  update(origin: T): void {
    if (origin.place < 0) {
      origin.place = this.#heap.length;
      this.#heap.push(origin);
    }
    this.#siftUp(origin);
    this.#siftDown(origin);
  }

  remove(origin: T): void {
    const { place } = origin;
    if (place < 0) return;
    origin.place = -1;
    const last = this.#heap.pop();
    if (last === undefined || last === origin) return;
    this.#put(last, place);
    this.#siftUp(last);
    this.#siftDown(last);
  }

  #put(origin: T, place: number): void {
    this.#heap[place] = origin;
    origin.place = place;
  }

  #siftUp(origin: T): void {
    while (origin.place > 0) {
      const parent = this.#heap[(origin.place - 1) >> 1] as T; // below place, which is below length
      if (parent.turn <= origin.turn) return;
      const { place } = parent;
      this.#put(parent, origin.place);
      this.#put(origin, place);
    }
  }

  #siftDown(origin: T): void {
    for (;;) {
      const left = this.#heap[origin.place * 2 + 1];
      const right = this.#heap[origin.place * 2 + 2];
      const child = right !== undefined && left !== undefined && right.turn < left.turn ? right : left;
      if (child === undefined || child.turn >= origin.turn) return;
      const { place } = child;
      this.#put(child, origin.place);
      this.#put(origin, place);
    }
  }
}
