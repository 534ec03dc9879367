import type { ItemStore } from "./item-store.ts";

/** Last in, first out. */
export class LifoStore<T> implements ItemStore<T> {
  #items: T[] = [];

  readonly asksUsers = false;

  get size(): number {
    return this.#items.length;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  take(): T {
    return this.#items.pop() as T; // the caller knows that there is one
  }

  restore(item: T): void {
    this.#items.push(item);
  }

  remove(item: T): boolean {
    const place = this.#items.findLastIndex((other) => Object.is(other, item));
    if (place >= 0) this.#items.splice(place, 1);
    return place >= 0;
  }

  clear(): void {
    this.#items = [];
  }
}
