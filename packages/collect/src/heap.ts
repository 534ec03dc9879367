/** A binary heap: the item that `before` puts first comes out first. */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  every(test: (item: T) => boolean): boolean {
    return this.#items.every((item) => test(item));
  }

  push(item: T): void {
    const items = this.#items;
    let place = items.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = items[above] as T; // above < place <= length
      if (!this.#before(item, parent)) break;
      items[place] = parent;
      place = above;
    }
    items[place] = item;
  }

  pop(): T | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) this.#sink(last);
    return first;
  }

  #sink(item: T): void {
    const items = this.#items;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= items.length) break;
      // Both indices were just checked against the length.
      if (below + 1 < items.length && this.#before(items[below + 1] as T, items[below] as T)) below += 1;
      if (!this.#before(items[below] as T, item)) break;
      items[place] = items[below] as T;
      place = below;
    }
    items[place] = item;
  }
}
