import type { Transferable } from "node:worker_threads";

/** What a transfer list holds; a view stands for its buffer. */
export type TransferItem = Transferable | NodeJS.ArrayBufferView;

/** What was marked in this thread. Every copy of this package uses the same, so that the one in the worker finds it. */
const marked = ((globalThis as { [key: symbol]: unknown })[Symbol.for("baedal/1:transfers")] ??=
  new WeakMap()) as WeakMap<object, readonly TransferItem[]>;

/**
 * Marks an argument of the next `run`, or the result in the worker, so that the parts in `list` are moved to the other thread instead
 * of copied. After that they are unusable here: an `ArrayBuffer` has length 0.
 *
 * @param value - the whole argument or the whole result
 * @param list - `ArrayBuffer`s, views of them, `MessagePort`s, streams, … in it
 * @returns the value itself
 * @throws TypeError if the value is no object
 *
 * @example
 * ```ts
 * import { transfer } from "@baedal/threads/worker";
 *
 * export function blur(pixels: Uint8ClampedArray<ArrayBuffer>): Uint8ClampedArray<ArrayBuffer> {
 *   for (let i = 4; i < pixels.length; i++) pixels[i] = ((pixels[i - 4] ?? 0) + (pixels[i] ?? 0)) / 2;
 *   return transfer(pixels, [pixels]);
 * }
 * ```
 */
export function transfer<T extends object>(value: T, list: readonly TransferItem[]): T {
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`Only an object can be marked for transfer, not ${value === null ? "null" : typeof value}`);
  }
  marked.set(value, list);
  return value;
}

/** Takes the marks off values, and gives the parts that are to be moved, each once. */
export function takeTransferList(values: readonly unknown[]): Transferable[] {
  const parts = values.flatMap((value) => (typeof value === "object" && value !== null ? takeMark(value) : []));
  const movable = parts.map((part) => (ArrayBuffer.isView(part) ? part.buffer : part));
  // What is shared stays with both anyway, and must not stand in a list.
  return [...new Set(movable)].filter((part): part is Transferable => !(part instanceof SharedArrayBuffer));
}

/** A mark is for one call: the same value may be copied in another. */
function takeMark(value: object): readonly TransferItem[] {
  const list = marked.get(value);
  marked.delete(value);
  return list ?? [];
}
