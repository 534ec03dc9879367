import type { ResourceLimits } from "node:worker_threads";
import { describeValue } from "./describe-value.ts";
import { requireOptions } from "./require-options.ts";

/**
 * With less than this V8 cannot even start: it ends the whole process, which no code can catch. Measured with Node 26: 4 MB
 * of heap and 0.1 MB of stack fail.
 */
const least = {
  maxOldGenerationSizeMb: 8,
  maxYoungGenerationSizeMb: 1,
  codeRangeSizeMb: 1,
  stackSizeMb: 1,
} satisfies ResourceLimits;

const rule = {
  what: "resourceLimits",
  names: Object.keys(least),
  example: "{ maxOldGenerationSizeMb: 256 }",
};

/**
 * Refuses limits that cannot be meant.
 *
 * @throws TypeError for a limit that does not exist or is no number
 * @throws RangeError for one with which no thread can start
 */
export function requireLimits(limits: unknown): asserts limits is ResourceLimits {
  requireOptions(limits, rule);
  for (const [name, minimum] of Object.entries(least)) {
    const value: unknown = limits[name as keyof typeof limits]; // one of the names above
    if (value === undefined) continue;
    const problem = `resourceLimits.${name} must be at least ${minimum} (MB), not ${describeValue(value)}`;
    if (typeof value !== "number" || Number.isNaN(value)) throw new TypeError(problem);
    if (value < minimum) throw new RangeError(problem);
  }
}
