import { availableParallelism } from "node:os";
import type { ResourceLimits } from "node:worker_threads";
import type { Duration } from "baedal";

/** Options of a `WorkerPool`. */
export interface WorkerPoolOptions {
  /**
   * The most threads it has, each with one job at a time. A thread is started when a job needs it and kept until the pool
   * is closed.
   *
   * @default os.availableParallelism()
   */
  readonly threads?: number;
  /**
   * The most jobs that may stand in the queue for a free thread. A `run` beyond it waits for a place there first, and
   * `drain()` waits as long as the queue is full; nothing is refused.
   *
   * @default Infinity
   */
  readonly maxQueue?: number;
  /**
   * Memory that one thread may use, in MB (2^20 bytes), as for Node's `Worker`. A thread that needs more ends, with a
   * `ThreadCrashedError` for its job. `ArrayBuffer`s do not count.
   *
   * @default Node's
   */
  readonly resourceLimits?: ResourceLimits;
}

/** Options of `close`. */
export interface ClosePoolOptions {
  /**
   * How long jobs that run may go on; their threads are stopped then.
   *
   * @default 5 s
   */
  readonly grace?: Duration;
}

/** @internal Options with their defaults. */
export interface PoolSettings {
  readonly threads: number;
  readonly maxQueue: number;
  readonly resourceLimits: ResourceLimits;
}

const names: ReadonlySet<string> = new Set([
  "threads",
  "maxQueue",
  "resourceLimits",
] satisfies (keyof WorkerPoolOptions)[]);

/**
 * Fills in the defaults.
 *
 * @throws TypeError for an option that does not exist or has a wrong value
 */
export function poolSettings(options: WorkerPoolOptions): PoolSettings {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `The options of a WorkerPool must be an object, such as { threads: 2 }, not ${String(options)}`,
    );
  }
  for (const name in options) {
    if (!names.has(name)) {
      throw new TypeError(`A WorkerPool has no option ${JSON.stringify(name)}; it has ${[...names].join(", ")}`);
    }
  }
  const { threads = availableParallelism(), maxQueue = Infinity, resourceLimits = {} } = options;
  if (!(Number.isInteger(threads) && threads >= 1)) throw wrongNumber("threads", 1, threads);
  if (!((Number.isInteger(maxQueue) || maxQueue === Infinity) && maxQueue >= 0))
    throw wrongNumber("maxQueue", 0, maxQueue);
  return { threads, maxQueue, resourceLimits: checkLimits(resourceLimits) };
}

function wrongNumber(name: string, least: number, value: unknown): TypeError {
  return new TypeError(`${name} must be a whole number of at least ${least}, not ${String(value)}`);
}

/**
 * With less than this V8 cannot even start: it ends the whole process, which no code can catch. Measured with Node 26: 4 MB
 * of heap and 0.1 MB of stack fail.
 */
const least = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, codeRangeSizeMb: 1, stackSizeMb: 1 };

function checkLimits(limits: ResourceLimits): ResourceLimits {
  for (const [name, value] of Object.entries(limits)) {
    if (!Object.hasOwn(least, name)) {
      throw new TypeError(`resourceLimits has no ${JSON.stringify(name)}; it has ${Object.keys(least).join(", ")}`);
    }
    const minimum = least[name as keyof typeof least]; // hasOwn
    if (value !== undefined && !(typeof value === "number" && value >= minimum)) {
      throw new RangeError(`resourceLimits.${name} must be at least ${minimum} (MB), not ${String(value)}`);
    }
  }
  return limits;
}
