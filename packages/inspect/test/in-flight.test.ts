import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inFlightProfile, peakInFlight } from "../dist/shape/in-flight.js";

const flights = fc
  .array(fc.tuple(fc.nat({ max: 100 }), fc.nat({ max: 30 })), { maxLength: 40 })
  .map((pairs) => ({ begins: pairs.map(([at]) => at), ends: pairs.map(([at, length]) => at + length) }));

/** The definition, instant by instant: times are whole numbers, so between two of them nothing changes. */
function countAt(at: number, { begins, ends }: { begins: number[]; ends: number[] }): number {
  return begins.filter((begin, index) => begin < at && at < (ends[index] ?? 0)).length;
}

describe("peakInFlight", () => {
  it("is zero without requests and one for a request without length", () => {
    expect(peakInFlight({ begins: [], ends: [] })).toBe(0);
    expect(peakInFlight({ begins: [5], ends: [5] })).toBe(1);
  });

  it("does not count a request together with one that ends as it begins", () => {
    expect(peakInFlight({ begins: [0, 10], ends: [10, 20] })).toBe(1);
  });

  it("is the largest count at any instant", () => {
    fc.assert(
      fc.property(flights, (some) => {
        const counts = Array.from({ length: 131 }, (_, index) => countAt(index + 0.5, some));
        const expected = Math.max(some.begins.length > 0 ? 1 : 0, ...counts);
        expect(peakInFlight(some)).toBe(expected);
      }),
    );
  });
});

describe("inFlightProfile", () => {
  it("is flat at zero for a run without duration", () => {
    expect(inFlightProfile({ begins: [0], ends: [0] }, 0, 3)).toEqual([0, 0, 0]);
  });

  it("gives the peak of each part of the run", () => {
    expect(inFlightProfile({ begins: [0, 2, 9], ends: [4, 3, 10] }, 10, 5)).toEqual([1, 2, 0, 0, 1]);
  });

  it("agrees with counting instant by instant", () => {
    fc.assert(
      fc.property(flights, (some) => {
        const expected = Array.from({ length: 131 }, (_, index) => countAt(index + 0.5, some));
        expect(inFlightProfile(some, 131, 131)).toEqual(expected);
      }),
    );
  });
});
