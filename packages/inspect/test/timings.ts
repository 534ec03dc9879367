import type { RequestRow, RequestTimings } from "@baedal/inspect";
import fc from "fast-check";

const NONE: RequestTimings = {
  queued: null,
  dns: null,
  connect: null,
  tls: null,
  sent: null,
  firstByte: null,
  done: null,
};

/** Timings of which only some occurred. */
export function timings(some: Partial<RequestTimings>): RequestTimings {
  return { ...NONE, ...some };
}

/** A row of which only some fields matter. */
export function row(some: Partial<RequestRow>): RequestRow {
  return {
    url: "http://a.test/",
    finalUrl: "http://a.test/",
    host: "a.test:80",
    status: 200,
    startedMs: 0,
    timings: NONE,
    bytes: 0,
    attempts: 1,
    error: null,
    ...some,
  };
}

const anyTime = fc.option(fc.oneof(fc.double(), fc.double({ min: 0, max: 10_000, noNaN: true })), { nil: null });

/** Timings as a broken or hostile source may give them: unordered, negative, infinite, not numbers. */
export const anyTimings: fc.Arbitrary<RequestTimings> = fc.record({
  queued: anyTime,
  dns: anyTime,
  connect: anyTime,
  tls: anyTime,
  sent: anyTime,
  firstByte: anyTime,
  done: anyTime,
});

/** Rows as a broken or hostile source may give them. */
export const anyRow: fc.Arbitrary<RequestRow> = fc.record({
  url: fc.string({ unit: "binary" }),
  finalUrl: fc.option(fc.string({ unit: "binary" }), { nil: null }),
  host: fc.string({ unit: "binary", maxLength: 12 }),
  status: fc.option(fc.integer({ min: 100, max: 599 }), { nil: null }),
  startedMs: fc.double(),
  timings: anyTimings,
  bytes: fc.option(fc.nat(), { nil: null }),
  attempts: fc.nat({ max: 9 }),
  error: fc.option(fc.record({ code: fc.string(), message: fc.string({ unit: "binary" }) }), { nil: null }),
});
