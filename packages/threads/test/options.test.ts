import { WorkerPool, type WorkerPoolOptions } from "@baedal/threads";
import { describe, expect, test } from "vitest";
import { workUrl } from "./work-url.ts";

/** Runs the constructor with what the types would refuse. */
function make(options: unknown): WorkerPool {
  return new WorkerPool(workUrl, options as WorkerPoolOptions);
}

describe("options of the wrong kind are a TypeError that says what is allowed", () => {
  const limits = "resourceLimits takes options such as { maxOldGenerationSizeMb: 256 }, not";

  test.each([
    [5, "A WorkerPool takes options such as { threads: 2 }, not the number 5"],
    [null, "A WorkerPool takes options such as { threads: 2 }, not null"],
    [[2], "A WorkerPool takes options such as { threads: 2 }, not an array of 1"],
    [{ thread: 2 }, 'A WorkerPool has no option "thread"; it has threads, maxQueue, resourceLimits'],
    [{ threads: "no" }, 'threads must be a whole number of at least 1, not the string "no"'],
    [{ threads: null }, "threads must be a whole number of at least 1, not null"],
    [{ threads: [] }, "threads must be a whole number of at least 1, not an array of 0"],
    [{ threads: Number.NaN }, "threads must be a whole number of at least 1, not the number NaN"],
    [{ maxQueue: {} }, "maxQueue must be a whole number of at least 0, not a plain object"],
    [{ maxQueue: () => 1 }, "maxQueue must be a whole number of at least 0, not the function maxQueue"],
    [{ maxQueue: new Map() }, "maxQueue must be a whole number of at least 0, not an instance of Map"],
    [{ maxQueue: Promise.resolve(1) }, "maxQueue must be a whole number of at least 0, not a promise"],
    [{ maxQueue: Symbol("x") }, "maxQueue must be a whole number of at least 0, not a symbol"],
    [{ resourceLimits: 5 }, `${limits} the number 5`],
    [{ resourceLimits: true }, `${limits} true`],
    [{ resourceLimits: null }, `${limits} null`],
    [
      { resourceLimits: { heap: 2 } },
      'resourceLimits has no option "heap"; it has maxOldGenerationSizeMb, maxYoungGenerationSizeMb, codeRangeSizeMb, stackSizeMb',
    ],
    [
      { resourceLimits: { stackSizeMb: "8" } },
      'resourceLimits.stackSizeMb must be at least 1 (MB), not the string "8"',
    ],
  ])("%o", (options, message) => {
    expect(() => make(options)).toThrow(new TypeError(message));
  });
});

describe("numbers out of bounds are a RangeError", () => {
  test.each([
    [{ threads: 0 }, "threads must be a whole number of at least 1, not the number 0"],
    [{ threads: 1.5 }, "threads must be a whole number of at least 1, not the number 1.5"],
    [{ threads: Infinity }, "threads must be a whole number of at least 1, not the number Infinity"],
    [{ maxQueue: -1 }, "maxQueue must be a whole number of at least 0, not the number -1"],
    [
      { resourceLimits: { maxOldGenerationSizeMb: 2 } },
      "resourceLimits.maxOldGenerationSizeMb must be at least 8 (MB), not the number 2",
    ],
  ])("%o", (options, message) => {
    expect(() => make(options)).toThrow(new RangeError(message));
  });
});

test("what is undefined is as what is not given", async () => {
  await using pool = make({ threads: undefined, maxQueue: undefined, resourceLimits: { stackSizeMb: undefined } });
  expect(pool.statistics().threads).toBeGreaterThan(0);
});
