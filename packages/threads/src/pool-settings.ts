import { availableParallelism } from "node:os";
import type { ResourceLimits } from "node:worker_threads";
import { requireCount } from "./require-count.ts";
import { requireLimits } from "./require-limits.ts";
import { requireOptions } from "./require-options.ts";
import type { WorkerPoolOptions } from "./worker-pool-options.ts";

/** Options of a pool with their defaults. */
export interface PoolSettings {
  readonly threads: number;
  readonly maxQueue: number;
  readonly resourceLimits: ResourceLimits;
}

const rule = {
  what: "A WorkerPool",
  names: ["threads", "maxQueue", "resourceLimits"] satisfies (keyof WorkerPoolOptions)[],
  example: "{ threads: 2 }",
};

/**
 * Fills in the defaults.
 *
 * @throws TypeError for an option that does not exist or is of the wrong kind
 * @throws RangeError for a number out of bounds
 */
export function poolSettings(options: WorkerPoolOptions): PoolSettings {
  requireOptions(options, rule);
  const { threads = availableParallelism(), maxQueue = Infinity, resourceLimits = {} } = options;
  requireCount(threads, "threads", 1, Number.MAX_SAFE_INTEGER);
  requireCount(maxQueue, "maxQueue", 0, Infinity);
  requireLimits(resourceLimits);
  return { threads, maxQueue, resourceLimits };
}
