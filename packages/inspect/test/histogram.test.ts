import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { histogram } from "../dist/shape/histogram.js";
import { quantile } from "../dist/shape/quantile.js";

describe("histogram", () => {
  it("uses round bounds and fine buckets while they fit", () => {
    expect(histogram([120, 130, 160, 250], 12)).toEqual([
      { from: 100, to: 150, count: 2 },
      { from: 150, to: 200, count: 1 },
      { from: 200, to: 300, count: 1 },
    ]);
  });

  it("takes coarser buckets when there would be too many", () => {
    const buckets = histogram([1, 10, 100, 1_000, 60_000], 6);
    expect(buckets.map(({ from }) => from)).toEqual([1, 10, 100, 1_000, 10_000]);
  });

  it("counts every value once, in adjacent buckets", () => {
    const values = fc.array(fc.double({ min: 0, max: 1e8, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, (some) => {
        const sorted = some.toSorted((a, b) => a - b);
        const buckets = histogram(sorted, 12);
        expect(buckets.length).toBeLessThanOrEqual(12);
        expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(sorted.length);
        buckets.forEach(({ from, to, count }, index) => {
          if (index > 0) expect(from).toBe(buckets[index - 1]?.to);
          expect(to).toBeGreaterThan(from);
          const inside = sorted.filter((value) => Math.max(0.1, value) >= from && Math.max(0.1, value) < to);
          expect(count).toBe(inside.length);
        });
      }),
    );
  });
});

describe("quantile", () => {
  it("is nothing for no values", () => {
    expect(quantile([], 0.5)).toBeNull();
  });

  it("is a value that occurred, by nearest rank", () => {
    const values = Array.from({ length: 20 }, (_, index) => index + 1);
    expect([0, 0.5, 0.95, 1].map((q) => quantile(values, q))).toEqual([1, 10, 19, 20]);
    expect(quantile([7], 0.95)).toBe(7);
  });
});
