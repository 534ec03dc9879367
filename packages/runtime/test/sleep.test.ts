import { CancelledError, createTask, type Duration, gather, now, run, sleep, sleepSync } from "baedal";
import { milliseconds } from "baedal/lowlevel";
import { VirtualClock } from "baedal/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const virtually = <T>(body: () => Promise<T>): Promise<T> => run(body, { clock: new VirtualClock() });

describe("durations", () => {
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [Number.NaN, /NaN/],
    ["5", /the string "5"/],
    [{}, /without a unit/],
    [{ second: 1 }, /unknown unit "second".*seconds/],
    [{ seconds: "1" }, /seconds must be a number/],
    [null, /null/],
    [[1], /an array/],
    [undefined, /undefined/],
    [{ toString: 1 }, /unknown unit/],
  ];
  for (const [value, message] of wrong) {
    test(`refuse ${JSON.stringify(value) ?? String(value)} and say what is wanted`, () => {
      expect(() => milliseconds(value as Duration, "The delay")).toThrow(TypeError);
      expect(() => milliseconds(value as Duration, "The delay")).toThrow(message);
    });
  }

  test("add their parts up; negative ones count as 0", () => {
    expect(milliseconds({ hours: 1, minutes: 2, seconds: 3, milliseconds: 4 }, "x")).toBe(3_723_004);
    expect(milliseconds(-5, "x")).toBe(0);
    expect(milliseconds(Infinity, "x")).toBe(Infinity);
    expect(milliseconds({ seconds: 1.5 }, "x")).toBe(1500);
  });

  test("may be a Temporal.Duration where the platform has it, but without calendar units", () => {
    const temporal = (globalThis as { Temporal?: { Duration: { from(fields: object): Duration } } }).Temporal;
    if (temporal === undefined) return expect(process.versions.node.startsWith("24.")).toBe(true);
    expect(milliseconds(temporal.Duration.from({ seconds: 2, milliseconds: 5 }), "x")).toBe(2005);
    expect(() => milliseconds(temporal.Duration.from({ months: 1 }), "x")).toThrow(/calendar units/);
  });
});

describe("sleep", () => {
  test("refuses a malformed delay at once", async () => {
    await run(async () => {
      expect(() => sleep(Number.NaN)).toThrow(TypeError);
    });
  });

  test("gives the result it was given", async () => {
    expect(await virtually(async () => await sleep({ seconds: 1 }, "bowl"))).toBe("bowl");
  });

  test("is never early on the real clock", async () => {
    await run(async () => {
      for (const delay of [1, 2.5, 5]) {
        const start = now();
        await sleep(delay);
        expect(now() - start).toBeGreaterThanOrEqual(delay);
      }
    });
  });

  test("of three deliveries takes as long as the longest", async () => {
    await virtually(async () => {
      await gather([1000, 2000, 3000].map((time) => () => sleep(time)));
      expect(now()).toBe(3000);
    });
  });

  test("wakes in order of the deadlines, of equal ones in order of the calls", async () => {
    await virtually(async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 60 }), async (delays) => {
          const woken: number[] = [];
          await gather(
            delays.map((delay, index) => async () => {
              await sleep(delay);
              woken.push(index);
            }),
          );
          const expected = delays
            .map((delay, index) => ({ delay, index }))
            .toSorted((a, b) => a.delay - b.delay || a.index - b.index);
          expect(woken).toEqual(expected.map(({ index }) => index));
        }),
        { numRuns: 30 },
      );
    });
  });

  test("cancelled at random leaves the other deadlines in order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.boolean()), { maxLength: 80 }),
        async (plan) => {
          await virtually(async () => {
            const woken: number[] = [];
            const sleeps = plan.map(([delay]) => sleep(delay));
            plan.forEach(([, cancel], index) => cancel && sleeps[index]?.cancel());
            await gather(
              plan.flatMap(([delay, cancel], index) =>
                cancel
                  ? []
                  : [
                      async () => {
                        await sleeps[index];
                        expect(now()).toBe(delay);
                        woken.push(delay);
                      },
                    ],
              ),
            );
            expect(woken).toEqual(woken.toSorted((a, b) => a - b));
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  test("of 0 in a loop lets a 1 ms timer and pending I/O run", async () => {
    await run(async () => {
      const fired: string[] = [];
      setTimeout(() => fired.push("timer"), 1);
      const { readFile } = await import("node:fs");
      readFile(import.meta.filename, () => fired.push("file"));
      for (let turn = 0; fired.length < 2 && turn < 1_000_000; turn++) await sleep(0);
      expect(fired.toSorted()).toEqual(["file", "timer"]);
    });
  });

  test("of 0 lets every other ready task run first", async () => {
    const log: string[] = [];
    await run(async () => {
      createTask(async () => {
        await Promise.resolve();
        await Promise.resolve();
        log.push("other");
      });
      await sleep(0);
      log.push("main");
    });
    expect(log).toEqual(["other", "main"]);
  });

  test("of 0 wakes in the order of the calls", async () => {
    const log: number[] = [];
    await run(async () => {
      await gather(
        [1, 2, 3].map((n) => async () => {
          await sleep(0);
          log.push(n);
        }),
      );
    });
    expect(log).toEqual([1, 2, 3]);
  });

  test("outside run works on real time", async () => {
    expect(await sleep(1, "out here")).toBe("out here");
  });

  test("longer than a native timer can take does not wake early", async () => {
    const long = sleep({ hours: 24 * 60 });
    await sleep(5);
    expect(long.done()).toBe(false);
    long.cancel();
    await expect(long).rejects.toThrow(CancelledError);
  });
});

describe("sleepSync", () => {
  test("blocks the thread: not even a ready task runs meanwhile", async () => {
    const log: string[] = [];
    await run(async () => {
      createTask(async () => void log.push("task"));
      const start = performance.now();
      sleepSync(20);
      log.push(`slept ${performance.now() - start >= 19}`);
      await sleep(0);
    });
    expect(log).toEqual(["slept true", "task"]);
  });

  test("under a virtual clock only moves the clock", async () => {
    await virtually(async () => {
      sleepSync({ hours: 1 });
      expect(now()).toBe(3_600_000);
    });
  });
});
