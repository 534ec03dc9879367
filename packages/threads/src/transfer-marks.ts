import type { Transferable } from "node:worker_threads";

/** What a transfer list holds; a view stands for its buffer. */
export type TransferItem = Transferable | NodeJS.ArrayBufferView;

/** Values that are marked for transfer, with the lists of what is to be moved. */
class TransferMarks {
  readonly #lists = new WeakMap<object, readonly TransferItem[]>();
  /** Marks that no call has taken. Those of values that nobody keeps count on, and only make calls search in vain. */
  #pending = 0;

  /** Whether a value may be marked: mostly none is, and no argument has to be searched. */
  get any(): boolean {
    return this.#pending > 0;
  }

  set(value: object, list: readonly TransferItem[]): void {
    if (!this.#lists.has(value)) this.#pending++;
    this.#lists.set(value, list);
  }

  /** A mark is for one call: the same value may be copied in another. */
  take(value: object): readonly TransferItem[] {
    const list = this.#lists.get(value) ?? [];
    if (this.#lists.delete(value)) this.#pending--;
    return list;
  }
}

/** The marks of this thread. Every copy of this package uses the same, so that the one in the worker finds them. */
export const transferMarks: TransferMarks = ((globalThis as { [key: symbol]: unknown })[
  Symbol.for("baedal/1:transfer-marks")
] ??= new TransferMarks()) as TransferMarks;
