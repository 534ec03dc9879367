import { Future } from "baedal";

/** Pages on their way to whoever iterates over the run; a slow reader is noticed by its `size`. */
export class Outbox<T> {
  #items: T[] = [];
  #head = 0;
  #reader: Future<void> | undefined;
  #ended = false;
  readonly #onRead: () => void;

  /** @param onRead - called after an item was taken, and when the reader begins to wait */
  constructor(onRead: () => void) {
    this.#onRead = onRead;
  }

  get size(): number {
    return this.#items.length - this.#head;
  }

  /** Everything was read, and the reader has asked for more: it has had its chance to react to the last item. */
  get drained(): boolean {
    return this.size === 0 && this.#reader?.done() === false;
  }

  put(items: readonly T[]): void {
    for (const item of items) this.#items.push(item);
    this.#wakeReader();
  }

  /** No more will come; the reader gets what is there, then the end. */
  end(): void {
    this.#ended = true;
    this.#wakeReader();
  }

  /** The next item; `undefined` at the end. */
  async take(): Promise<T | undefined> {
    while (this.size === 0 && !this.#ended) {
      this.#reader = new Future<void>();
      this.#onRead();
      await this.#reader;
    }
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#head += 1;
    if (this.#head * 2 > this.#items.length) this.#compact(); // so that what was read can be freed
    this.#onRead();
    return item;
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }

  #wakeReader(): void {
    if (this.#reader?.done() === false) this.#reader.setResult();
  }
}
