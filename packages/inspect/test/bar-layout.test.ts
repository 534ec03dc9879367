import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barLayout } from "../dist/shape/bar-layout.js";
import { requestSpan } from "../dist/shape/request-span.js";
import { anyRow, row, timings } from "./timings.ts";

const layoutOf = (times: Parameters<typeof timings>[0], startedMs: number, axisMs: number) =>
  barLayout(requestSpan(row({ startedMs, timings: timings(times) })), axisMs);

describe("barLayout", () => {
  it("places each phase as a share of the axis and outlines the part in flight", () => {
    const layout = layoutOf({ queued: 10, sent: 10, firstByte: 30, done: 40 }, 20, 100);
    expect(layout.segments.map(({ phase, x, width }) => [phase, x, Number(width.toFixed(6))])).toEqual([
      ["queued", 0.2, 0.1],
      ["firstByte", 0.3, 0.2],
      ["done", 0.5, 0.1],
    ]);
    expect([layout.x, Number(layout.width.toFixed(6))]).toEqual([0.3, 0.3]);
  });

  it("writes the mark behind the bar, before it where that has no room, else inside", () => {
    expect(layoutOf({ done: 10 }, 20, 100).label).toEqual({ x: 0.3, anchor: "start" });
    expect(layoutOf({ done: 10 }, 85, 100).label).toEqual({ x: 0.85, anchor: "end" });
    expect(layoutOf({ done: 90 }, 5, 100).label).toEqual({ x: 0.95, anchor: "end" });
  });

  it("keeps every piece on the axis, in order and without overlap, whatever the row", () => {
    fc.assert(
      fc.property(anyRow, fc.double({ min: 0, max: 1e9, noNaN: true }), (some, axisMs) => {
        const span = requestSpan(some);
        const layout = barLayout(span, axisMs);
        let at = 0;
        for (const { x, width } of [...layout.segments]) {
          expect(x).toBeGreaterThanOrEqual(at - 1e-9);
          expect(width).toBeGreaterThanOrEqual(0);
          at = x + width;
        }
        expect(at).toBeLessThanOrEqual(1 + 1e-9);
        expect(layout.x).toBeGreaterThanOrEqual(0);
        expect(layout.x + layout.width).toBeLessThanOrEqual(1 + 1e-9);
        expect(layout.width).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
