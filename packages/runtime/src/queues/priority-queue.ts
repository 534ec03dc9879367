import { describeValue } from "../errors/describe-value.ts";
import { HeapStore } from "./heap-store.ts";
import type { PrimitiveOptions } from "../primitives/home-run.ts";
import { naturalOrder } from "./natural-order.ts";
import { Queue } from "./queue.ts";

/** Options of `PriorityQueue`. */
export interface PriorityQueueOptions<T> extends PrimitiveOptions {
  /**
   * Negative when `a` goes first, positive when `b` does.
   *
   * @default the order of `<` for numbers, strings and dates; arrays element by element, as Python's tuples
   */
  readonly compare?: ((a: T, b: T) => number) | undefined;
}

/**
 * A `Queue` that gives out the smallest item first; among equals the first that was put.
 * `put()` and `putNowait()` throw what the comparison throws: a `TypeError` where items have no order of their own.
 * Semantics: `asyncio.PriorityQueue`.
 *
 * @example
 * ```ts
 * import { PriorityQueue } from "baedal";
 *
 * const orders = new PriorityQueue<{ guest: string; hunger: number }>(0, { compare: (a, b) => b.hunger - a.hunger });
 * orders.putNowait({ guest: "A", hunger: 3 });
 * orders.putNowait({ guest: "B", hunger: 9 });
 * console.log(orders.getNowait().guest); // B
 *
 * const byTuple = new PriorityQueue<[number, string]>();
 * byTuple.putNowait([10, "later"]);
 * byTuple.putNowait([2, "sooner"]);
 * console.log(byTuple.getNowait()[1]); // sooner
 * ```
 */
export class PriorityQueue<T> extends Queue<T> {
  /**
   * @param maxsize - how many items it holds; 0 or less for any number
   * @throws TypeError for a `compare` that is not a function
   */
  constructor(maxsize = 0, options: PriorityQueueOptions<T> = {}) {
    const { compare = naturalOrder } = options;
    if (typeof compare !== "function") {
      throw new TypeError(`compare of a PriorityQueue must be a function, not ${describeValue(compare)}`);
    }
    super(maxsize, options, "PriorityQueue", new HeapStore<T>(compare));
  }
}
