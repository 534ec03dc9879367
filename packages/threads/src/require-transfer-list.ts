import { isMarkedAsUntransferable } from "node:worker_threads";
import { describeValue } from "./describe-value.ts";
import type { TransferItem } from "./transfer-marks.ts";

/**
 * Refuses a list of what cannot be moved.
 *
 * @throws TypeError
 */
export function requireTransferList(list: unknown): asserts list is readonly TransferItem[] {
  if (!Array.isArray(list)) {
    throw new TypeError(
      `transfer() takes an array of what is to be moved, such as [pixels.buffer], not ${describeValue(list)}`,
    );
  }
  for (const item of list as readonly unknown[]) requireMovable(item);
}

function requireMovable(item: unknown): void {
  if (typeof item !== "object" || item === null) {
    throw new TypeError(`transfer() moves buffers, views of them, ports and streams, not ${describeValue(item)}`);
  }
  if (isMarkedAsUntransferable(ArrayBuffer.isView(item) ? item.buffer : item)) {
    throw new TypeError(
      `transfer() cannot move the memory of ${describeValue(item)}, which others use too (Node pools that of small Buffers); ` +
        "copy its bytes into an ArrayBuffer of their own, new Uint8Array(bytes), and move that",
    );
  }
}
