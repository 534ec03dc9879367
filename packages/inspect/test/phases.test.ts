import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { phaseSpans } from "../dist/shape/phases.js";
import { anyTimings, timings } from "./timings.ts";

describe("phaseSpans", () => {
  it("has nothing for a request that was never sent", () => {
    expect(phaseSpans(timings({}))).toEqual([]);
  });

  it("calls what a failed request did after its last phase unanswered, not receiving", () => {
    expect(phaseSpans(timings({ queued: 2, dns: 5, done: 30 }))).toEqual([
      { phase: "queued", from: 0, to: 2 },
      { phase: "dns", from: 2, to: 5 },
      { phase: "unanswered", from: 5, to: 30 },
    ]);
  });

  it("skips the phases that a reused connection does not have", () => {
    const spans = phaseSpans(timings({ queued: 1, sent: 2, firstByte: 50, done: 60 }));
    expect(spans.map(({ phase }) => phase)).toEqual(["queued", "sent", "firstByte", "done"]);
  });

  it("counts a time that runs backwards as an empty phase", () => {
    expect(phaseSpans(timings({ queued: 10, sent: 4, firstByte: 12 }))).toEqual([
      { phase: "queued", from: 0, to: 10 },
      { phase: "sent", from: 10, to: 10 },
      { phase: "firstByte", from: 10, to: 12 },
    ]);
  });

  it("gives phases without gaps that never run backwards, whatever the times", () => {
    fc.assert(
      fc.property(anyTimings, (times) => {
        let at = 0;
        for (const { from, to } of phaseSpans(times)) {
          expect(from).toBe(at);
          expect(to).toBeGreaterThanOrEqual(from);
          at = to;
        }
        expect(Number.isFinite(at)).toBe(true);
      }),
    );
  });
});
