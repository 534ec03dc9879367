import type { TraceEvent } from "baedal/trace";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeTrace } from "../dist/columns/decode-trace.js";
import { encodeTrace } from "../dist/columns/encode-trace.js";
import { recording, shop, trouble } from "./trace-stories.ts";

function throughColumns(events: readonly TraceEvent[]): TraceEvent[] {
  const [header, ...columns] = encodeTrace({ ...recording([]), events });
  const bytes = Buffer.concat([Buffer.from(header), ...columns]);
  return [...decodeTrace(bytes, (part) => Buffer.from(part).toString()).events];
}

describe("the columns of a recording", () => {
  it.each([
    ["a shop", shop()],
    ["trouble", trouble()],
  ])("give back what went in: %s", (_, { events }) => {
    expect(throughColumns(events)).toEqual(events);
  });

  it("keep times to a thousandth of a millisecond, in order", () => {
    const events: TraceEvent[] = [0.123456, 0.1239, 1e6 + 0.0004].map((at) => ({ kind: "start", at, task: 1 }));
    expect(throughColumns(events).map(({ at }) => at)).toEqual([0.123, 0.124, 1e6]);
  });

  it("keep every value of any event, whatever its kind", () => {
    const value = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.nat()),
    );
    const key = fc.string().filter((name) => name !== "__proto__");
    const event = fc.record({
      kind: fc.constantFrom("x:y", "http:end", "spawn"),
      at: fc.integer({ min: 0, max: 1e9 }),
      task: fc.oneof(fc.nat(), fc.double({ noNaN: true, noDefaultInfinity: true })),
      data: fc.dictionary(key, value),
    });
    fc.assert(
      fc.property(fc.array(event), (made) => {
        const events = made.map((one) => ({ ...one, data: { ...one.data } })) as unknown as TraceEvent[];
        expect(throughColumns(events)).toEqual(JSON.parse(JSON.stringify(events)));
      }),
      { numRuns: 40 },
    );
  });

  it("say that they are damaged instead of giving half of it", () => {
    const [header, ...columns] = encodeTrace(shop());
    const bytes = Buffer.concat([Buffer.from(header), ...columns]);
    const cut = decodeTrace(bytes.subarray(0, bytes.length - 20), (part) => Buffer.from(part).toString());
    expect(() => [...cut.events]).toThrow(/damaged/u);
  });
});
