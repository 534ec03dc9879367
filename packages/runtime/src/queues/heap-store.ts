import { describeValue } from "../errors/describe-value.ts";
import type { ItemStore } from "./item-store.ts";

/** Negative when `a` goes first, positive when `b` does, 0 when it makes no difference. */
export type Compare<T> = (a: T, b: T) => number;

interface Entry<T> {
  readonly item: T;
  /** Number of the item, so that among equals the first in is the first out. */
  readonly order: number;
}

/**
 * The smallest first: a binary heap, in which no parent is greater than its children.
 * Places are found before anything moves, so that a comparison that throws leaves it as it was.
 */
export class HeapStore<T> implements ItemStore<T> {
  readonly #compare: Compare<T>;
  #entries: Entry<T>[] = [];
  #added = 0;
  #lastTaken: Entry<T> | undefined;

  constructor(compare: Compare<T>) {
    this.#compare = compare;
  }

  readonly asksUsers = true;

  get size(): number {
    return this.#entries.length;
  }

  add(item: T): void {
    this.#insert({ item, order: this.#added++ });
  }

  take(): T {
    const place = this.#placeOfLast();
    const entry = this.#liftTo(place, this.#entries.pop() as Entry<T>); // the caller knows that there is one
    this.#lastTaken = entry;
    return entry.item;
  }

  restore(item: T): void {
    const taken = this.#lastTaken;
    this.#insert(taken !== undefined && Object.is(taken.item, item) ? taken : { item, order: -1 });
  }

  remove(item: T): boolean {
    const found = this.#entries.findLastIndex((entry) => Object.is(entry.item, item));
    if (found < 0) return false;
    const entries = this.#entries;
    this.#entries = [];
    for (const [place, entry] of entries.entries()) if (place !== found) this.#insert(entry);
    return true;
  }

  clear(): void {
    this.#entries = [];
    this.#lastTaken = undefined;
  }

  #insert(entry: Entry<T>): void {
    let place = this.#entries.length;
    while (place > 0 && this.#isBefore(entry, this.#at((place - 1) >> 1))) place = (place - 1) >> 1;
    // The parents on the way move down one step each.
    this.#entries.push(entry);
    for (let at = this.#entries.length - 1; at > place; at = (at - 1) >> 1) this.#entries[at] = this.#at((at - 1) >> 1);
    this.#entries[place] = entry;
  }

  /** Where the last entry comes to stand once the first is gone and the smaller children have moved up. */
  #placeOfLast(): number {
    const size = this.#entries.length - 1;
    const last = this.#at(size);
    let place = 0;
    for (let child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && this.#isBefore(this.#at(child + 1), this.#at(child))) child++;
      if (this.#isBefore(last, this.#at(child))) break;
      place = child;
    }
    return place;
  }

  /** Puts an entry in a place; what stood there and above moves up one step, and the first comes out. */
  #liftTo(place: number, entry: Entry<T>): Entry<T> {
    if (this.#entries.length === 0) return entry;
    let moving = entry;
    for (let at = place; ; at = (at - 1) >> 1) {
      const displaced = this.#at(at);
      this.#entries[at] = moving;
      moving = displaced;
      if (at === 0) return moving;
    }
  }

  #at(place: number): Entry<T> {
    return this.#entries[place] as Entry<T>; // callers stay below the length
  }

  #isBefore(a: Entry<T>, b: Entry<T>): boolean {
    const difference = this.#compare(a.item, b.item);
    if (typeof difference !== "number" || Number.isNaN(difference)) {
      throw new TypeError(
        `compare of a PriorityQueue must give a number, such as a.rank - b.rank, and not ${describeValue(difference)}`,
      );
    }
    return difference < 0 || (difference === 0 && a.order < b.order);
  }
}
