import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Retention } from "../dist/analysis/retention.js";

describe("Retention", () => {
  it("forgets what is older than its age, in spans of half a second", () => {
    const retention = new Retention({ age: 1000, events: 100 });
    for (const at of [0, 400, 900, 1600]) retention.add(at);
    expect(retention.cutoff()).toBe(500);
    expect(retention.cutoff()).toBe(-Infinity);
  });

  it("forgets the oldest where there are too many, but never what happens now", () => {
    const retention = new Retention({ age: Infinity, events: 3 });
    for (const at of [0, 1, 600, 700, 1100, 1200, 1300, 1400]) retention.add(at);
    expect(retention.cutoff()).toBe(1000);
  });

  it("keeps no more than its limits beyond the present span", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20_000)), fc.nat(50), (times, events) => {
        const retention = new Retention({ age: 5000, events });
        const sorted = times.toSorted((a, b) => a - b);
        for (const at of sorted) retention.add(at);
        const cutoff = retention.cutoff();
        const latest = sorted.at(-1) ?? 0;
        const kept = sorted.filter((at) => at >= cutoff);
        const present = kept.filter((at) => at >= Math.floor(latest / 500) * 500);
        expect(kept.length).toBeLessThanOrEqual(Math.max(events, present.length));
      }),
    );
  });
});
