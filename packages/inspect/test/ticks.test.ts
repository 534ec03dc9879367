import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tickLabel, ticks, tickStep } from "../dist/shape/ticks.js";

describe("tickStep", () => {
  it("steps by 1, 2 and 5 below a second and by clock units beyond", () => {
    const spans = [1, 9, 456, 1_490, 30_000, 100_000, 3_600_000, 86_400_000];
    expect(spans.map((span) => tickStep(span, 6))).toEqual([0.2, 2, 100, 500, 5_000, 30_000, 600_000, 6 * 3_600_000]);
  });

  it("never gives more parts than asked for, nor a step ten times too long", () => {
    const span = fc.double({ min: 0.001, max: 1e10, noNaN: true });
    fc.assert(
      fc.property(span, fc.integer({ min: 1, max: 30 }), (length, most) => {
        const step = tickStep(length, most);
        expect(length / step).toBeLessThanOrEqual(most * 1.000001);
        expect((length / step) * 10).toBeGreaterThan(most);
      }),
    );
  });
});

describe("ticks", () => {
  it("gives the multiples of the step, both ends included", () => {
    expect(ticks(0, 400, 100)).toEqual([0, 100, 200, 300, 400]);
    expect(ticks(150, 390, 100)).toEqual([200, 300]);
    expect(ticks(101, 199, 100)).toEqual([]);
  });
});

describe("tickLabel", () => {
  it("writes just the digits that the step needs", () => {
    expect(tickLabel(0.2, 0.1)).toBe("0.2 ms");
    expect(tickLabel(250, 50)).toBe("250 ms");
    expect(tickLabel(1_250, 50)).toBe("1.25 s");
    expect(tickLabel(30_000, 5_000)).toBe("30 s");
    expect(tickLabel(150_000, 30_000)).toBe("2:30");
    expect(tickLabel(125_500, 500)).toBe("2:05.5");
    expect(tickLabel(3_750_000, 30_000)).toBe("1:02:30");
  });

  it("tells neighbouring ticks apart", () => {
    const span = fc.double({ min: 0.01, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(span, fc.double({ min: 0, max: 0.9, noNaN: true }), (length, place) => {
        const step = tickStep(length / 10, 6);
        const labels = ticks(length * place, length * place + length / 10, step).map((at) => tickLabel(at, step));
        expect(new Set(labels).size).toBe(labels.length);
      }),
    );
  });
});
