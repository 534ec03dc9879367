import { describeValue } from "./describe-value.ts";
import { requireTransferList } from "./require-transfer-list.ts";
import { type TransferItem, transferMarks } from "./transfer-marks.ts";

/**
 * Marks an argument of `run`, the result in the worker, or any object that lies in one, so that what `list` names in it is
 * moved to the other thread instead of copied. After that it is unusable here: an `ArrayBuffer` has length 0.
 *
 * The mark is for the first call that the value goes along with. In a later one it is copied, unless it is marked again.
 *
 * @param value - the argument, the result, or an object in it
 * @param list - `ArrayBuffer`s, views of them, `MessagePort`s, streams, … in the value
 * @returns the value itself
 * @throws TypeError if the value is no object, or the list holds what cannot be moved, such as a small `Buffer`, whose
 *   memory Node shares among many
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
    throw new TypeError(`Only an object can be marked for transfer, not ${describeValue(value)}`);
  }
  requireTransferList(list);
  transferMarks.set(value, [...list]);
  return value;
}
