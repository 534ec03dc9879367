import { describe, expect, it } from "vitest";
import { summariseCollection } from "../dist/shape/collection-summary.js";
import { row, timings } from "./timings.ts";

const limits = { rows: 10, hosts: 10 };

describe("summariseCollection", () => {
  it("sums a run up", () => {
    const rows = [
      row({ host: "a:80", timings: timings({ queued: 10, sent: 11, firstByte: 100, done: 110 }), bytes: 1000 }),
      row({ host: "b:80", startedMs: 50, timings: timings({ sent: 1, firstByte: 40, done: 50 }), bytes: null }),
      row({ host: "a:80", timings: timings({ done: 30 }), attempts: 3, error: { code: "E_X", message: "m" } }),
      row({ host: "a:80", attempts: 0, status: null, error: { code: "E_ROBOTS", message: "m" } }),
      row({ host: "a:80", attempts: 0, status: null, error: { code: "E_ROBOTS", message: "m" }, failed: false }),
    ];
    const summary = summariseCollection(rows, 120, limits);
    expect(summary.totals).toEqual({
      requests: 3,
      successes: 2,
      failures: 2,
      forgiven: 1,
      retries: 2,
      bytes: 1000,
      busyMs: 100 + 50 + 30,
      endMs: 110,
      median: 50,
      p95: 100,
      longest: 100,
      peak: 2,
    });
    expect(summary.axisMs).toBe(120);
    expect(summary.hosts.map(({ host, totals }) => [host, totals.requests, totals.failures])).toEqual([
      ["a:80", 2, 2],
      ["b:80", 1, 0],
    ]);
    expect(summary.phases.find(({ phase }) => phase.id === "queued")?.totalMs).toBe(10);
    expect(summary.phases.find(({ phase }) => phase.id === "unanswered")?.totalMs).toBe(30);
  });

  it("stretches the axis to the last request where the given duration is too short or no number", () => {
    const rows = [row({ startedMs: 5, timings: timings({ done: 300 }) })];
    expect(summariseCollection(rows, 100, limits).axisMs).toBe(305);
    expect(summariseCollection(rows, NaN, limits).axisMs).toBe(305);
  });

  it("groups failures by code and status, the most frequent first", () => {
    const failed = (code: string, status: number | null, host: string) =>
      row({ status, host, error: { code, message: `${code} at ${host}` } });
    const rows = [failed("A", 503, "x"), failed("B", null, "x"), failed("B", null, "y"), failed("A", 404, "x")];
    const groups = summariseCollection(rows, 1, limits).failures;
    expect(groups.map(({ code, status, count, hosts }) => [code, status, count, hosts])).toEqual([
      ["B", null, 2, 2],
      ["A", 503, 1, 1],
      ["A", 404, 1, 1],
    ]);
    expect(groups[0]?.message).toBe("B at x");
  });

  it("leaves out of the failures what counts as none", () => {
    const error = { code: "ERR_BAEDAL_STATUS", message: "m" };
    const summary = summariseCollection([row({ status: 404, error, failed: false }), row({})], 1, limits);
    expect(summary.totals).toMatchObject({ requests: 2, successes: 2, failures: 0, forgiven: 1 });
    expect(summary.failures).toEqual([]);
  });

  it("lists the busiest hosts and counts the rest", () => {
    const rows = ["x", "y", "y", "z", "z", "z"].map((host) => row({ host }));
    const summary = summariseCollection(rows, 1, { rows: 10, hosts: 2 });
    expect(summary.hosts.map(({ host }) => host)).toEqual(["z", "y"]);
    expect(summary.hostCount).toBe(3);
  });

  it("reads the rows once, so that a cursor will do", () => {
    let reads = 0;
    function* cursor() {
      reads++;
      yield row({});
    }
    summariseCollection(cursor(), 1, limits);
    expect(reads).toBe(1);
  });
});
