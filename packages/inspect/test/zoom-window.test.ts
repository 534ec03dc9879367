import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CLOSEST, panBy, WHOLE, zoomBy, zoomTo, type ZoomWindow } from "../dist/shape/zoom-window.js";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const step: fc.Arbitrary<(window: ZoomWindow) => ZoomWindow> = fc.oneof(
  fc.tuple(share, share).map(
    ([a, b]) =>
      () =>
        zoomTo(a, b),
  ),
  fc.tuple(fc.double({ min: 0.01, max: 100, noNaN: true }), share).map(([factor, focus]) => {
    return (window: ZoomWindow) => zoomBy(window, factor, window.from + focus * (window.to - window.from));
  }),
  fc.double({ min: -50, max: 50, noNaN: true }).map((by) => (window: ZoomWindow) => panBy(window, by)),
);

describe("zooming", () => {
  it("stays on the axis and above the closest view after any sequence of steps", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let window = WHOLE;
        for (const next of steps) window = next(window);
        expect(window.from).toBeGreaterThanOrEqual(0);
        expect(window.to).toBeLessThanOrEqual(1 + 1e-9);
        expect(window.to - window.from).toBeGreaterThanOrEqual(CLOSEST - 1e-9);
      }),
    );
  });

  it("keeps the focus where it stands", () => {
    const before = { from: 0.2, to: 0.6 };
    const after = zoomBy(before, 2, 0.3);
    expect((0.3 - after.from) / (after.to - after.from)).toBeCloseTo((0.3 - before.from) / (before.to - before.from));
    expect(after.to - after.from).toBeCloseTo(0.2);
  });

  it("takes the two ends of a drag in any order", () => {
    expect(zoomTo(0.5, 0.25)).toEqual(zoomTo(0.25, 0.5));
  });

  it("returns to the whole when zoomed out far enough", () => {
    expect(zoomBy({ from: 0.7, to: 0.8 }, 0.001, 0.75)).toEqual(WHOLE);
  });
});
