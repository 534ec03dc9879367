import type { ItemStore } from "./item-store.ts";

const smallest = 16;
const holdsMemory = 4096;

/** First in, first out: a ring, so that neither end moves the rest. */
export class FifoStore<T> implements ItemStore<T> {
  /** Its length is a power of two; the place of an item is its number modulo that. */
  #ring: (T | undefined)[] = new Array<undefined>(smallest).fill(undefined);
  /** Numbers of the next item and of the next free place. */
  #head = 0;
  #tail = 0;

  readonly asksUsers = false;

  get size(): number {
    return this.#tail - this.#head;
  }

  add(item: T): void {
    if (this.size === this.#ring.length) this.#refill(this.#ring.length * 2);
    this.#ring[this.#tail++ & (this.#ring.length - 1)] = item;
  }

  take(): T {
    const place = this.#head++ & (this.#ring.length - 1);
    const item = this.#ring[place] as T; // head < tail: the caller knows that there is one
    this.#ring[place] = undefined;
    if (this.#head === this.#tail) this.#rest();
    return item;
  }

  restore(item: T): void {
    if (this.size === this.#ring.length) this.#refill(this.#ring.length * 2);
    this.#ring[--this.#head & (this.#ring.length - 1)] = item;
  }

  remove(item: T): boolean {
    const items = this.#items();
    const place = items.findLastIndex((other) => Object.is(other, item));
    if (place < 0) return false;
    this.clear();
    for (const other of items.toSpliced(place, 1)) this.add(other);
    return true;
  }

  clear(): void {
    this.#head = 0;
    this.#tail = 0;
    this.#ring = new Array<undefined>(smallest).fill(undefined);
  }

  /** Empty: numbers stay small, and a burst does not hold its memory for ever. */
  #rest(): void {
    if (this.#ring.length > holdsMemory) return this.clear();
    this.#head = 0;
    this.#tail = 0;
  }

  #items(): T[] {
    const items: T[] = [];
    const mask = this.#ring.length - 1;
    for (let number = this.#head; number < this.#tail; number++) items.push(this.#ring[number & mask] as T); // not free
    return items;
  }

  #refill(length: number): void {
    const items = this.#items();
    this.#ring = new Array<undefined>(length).fill(undefined);
    this.#head = 0;
    this.#tail = items.length;
    for (const [place, item] of items.entries()) this.#ring[place] = item;
  }
}
