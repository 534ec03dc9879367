import type { PrimitiveOptions } from "../primitives/home-run.ts";
import { LifoStore } from "./lifo-store.ts";
import { Queue } from "./queue.ts";

/**
 * A `Queue` that gives out the newest item first.
 * Semantics: `asyncio.LifoQueue`.
 *
 * @example
 * ```ts
 * import { LifoQueue } from "baedal";
 *
 * const plates = new LifoQueue<string>();
 * plates.putNowait("lower");
 * plates.putNowait("upper");
 * console.log(plates.getNowait()); // upper
 * ```
 */
export class LifoQueue<T> extends Queue<T> {
  /** As for `Queue`. */
  constructor(maxsize = 0, options: PrimitiveOptions = {}) {
    super(maxsize, options, "LifoQueue", new LifoStore<T>());
  }
}
