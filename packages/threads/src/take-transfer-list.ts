import type { Transferable } from "node:worker_threads";
import { transferMarks, type TransferItem } from "./transfer-marks.ts";

/**
 * Takes the marks off values and off whatever lies in them, and gives the parts that are to be moved, each once. A mark
 * that was left on an inner value would move it in a later call, which says nothing of that.
 */
export function takeTransferList(values: readonly unknown[]): Transferable[] {
  const items: TransferItem[] = [];
  // It grows while it is walked through; what is in it twice, or in itself, is visited once.
  const objects = new Set(values.filter(isObject));
  for (const object of objects) {
    if (!transferMarks.any) break;
    for (const item of transferMarks.take(object)) items.push(item);
    for (const part of partsOf(object)) if (isObject(part)) objects.add(part);
  }
  const movable = items.map((item) => (ArrayBuffer.isView(item) ? item.buffer : item));
  // What is shared stays with both anyway, and must not stand in a list.
  return [...new Set(movable)].filter((part): part is Transferable => !(part instanceof SharedArrayBuffer));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** What is copied along with an object. */
function partsOf(object: object): readonly unknown[] {
  if (ArrayBuffer.isView(object)) return [];
  try {
    if (object instanceof Map) return [...object.keys(), ...object.values()];
    return object instanceof Set ? [...object] : Object.values(object);
  } catch {
    // A getter that throws will do so again while the object is copied, and is reported then.
    return [];
  }
}
