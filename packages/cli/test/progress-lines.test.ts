import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Progress } from "../dist/progress/progress.js";
import { progressLines } from "../dist/progress/progress-lines.js";
import { RateMeter } from "../dist/progress/rate-meter.js";
import { plainLine } from "../dist/progress/plain-view.js";

const plain = (_style: string, text: string): string => text;

function progress(changes: Partial<Progress> = {}): Progress {
  return {
    elapsed: 12_345,
    total: 3000,
    done: 1204,
    failed: 0,
    inFlight: 64,
    bytes: 68_000_000,
    perSecond: 98.3,
    stopping: false,
    hosts: [
      { host: "shop.example.com:443", total: 2000, done: 1000, failed: 0, inFlight: 32 },
      { host: "api.example.org:443", total: 1000, done: 204, failed: 3, inFlight: 32 },
    ],
    failures: [],
    ...changes,
  };
}

function manyHosts(count: number): Progress["hosts"] {
  return Array.from({ length: count }, (_, index) => ({
    host: `host${index}.example.com:443`,
    total: 100,
    done: index === 0 ? 100 : 5,
    failed: 0,
    inFlight: 1,
  }));
}

describe("the progress block", () => {
  it("says how much is done, how fast, and how long it will take", () => {
    expect(progressLines("collecting into out", progress(), { columns: 80, rows: 24, paint: plain }).join("\n"))
      .toMatchInlineSnapshot(`
      "  collecting into out                                                      12 s
        ━━━━━━━━━━━━━━━━━━━━━━━━─────────────────────────────────────  1,204 of 3,000
        98 pages/s · about 18 s left · 64 in flight · 68 MB

        shop.example.com:443  ━━━━━━━━────────  1,000 of 2,000  32 in flight
        api.example.org:443   ━━━─────────────    204 of 1,000  32 in flight"
    `);
  });

  it("drops what matters least on a narrow terminal", () => {
    expect(progressLines("collecting into out", progress(), { columns: 40, rows: 24, paint: plain }).join("\n"))
      .toMatchInlineSnapshot(`
      "  collecting into out              12 s
        ━━━━━━━━─────────────  1,204 of 3,000
        98 pages/s · about 18 s left

        shop.example.com:443  1,000 of 2,000
        api.example.org:443     204 of 1,000"
    `);
  });

  it("counts failures by kind", () => {
    const failures = [
      { kind: "status 404", count: 2 },
      { kind: "connection refused", count: 1 },
    ];
    const lines = progressLines("t", progress({ failed: 3, failures }), { columns: 80, rows: 24, paint: plain });
    expect(lines).toContain("  3 failed · 2 × status 404 · 1 × connection refused");
  });

  it("promises no time left while it cannot know one", () => {
    const lines = progressLines("t", progress({ perSecond: 0 }), { columns: 80, rows: 24, paint: plain });
    expect(lines.join("\n")).not.toContain("left");
  });

  it("says while stopping what it still waits for and how to end at once", () => {
    const lines = progressLines("t", progress({ stopping: true, inFlight: 1 }), {
      columns: 80,
      rows: 24,
      paint: plain,
    });
    expect(lines).toContain("  stopping: waiting for 1 request in flight · Ctrl-C again to stop at once");
  });

  it("folds the hosts that do not fit into one line and keeps the unfinished ones", () => {
    const lines = progressLines("t", progress({ hosts: manyHosts(500) }), { columns: 80, rows: 12, paint: plain });
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe("  … and 495 more hosts: 2,570 of 49,500");
    expect(lines.join("\n")).not.toContain("host0.");
  });

  it("never fills a terminal of any size, so that no line wraps and nothing scrolls", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 200 }),
        fc.integer({ min: 8, max: 60 }),
        fc.nat(300),
        fc.nat(1e7),
        (columns, rows, hosts, done) => {
          const state = progress({
            hosts: manyHosts(hosts),
            done,
            total: 1e7,
            failed: done,
            failures: [{ kind: "status 500", count: done }],
          });
          const lines = progressLines("collecting into some/where", state, { columns, rows, paint: plain });
          expect(lines.length).toBeLessThan(rows);
          for (const line of lines) expect(stripVTControlCharacters(line).length).toBeLessThan(Math.max(columns, 24));
        },
      ),
    );
  });
});

describe("the line for logs", () => {
  it("holds the same figures", () => {
    expect(plainLine(progress({ failed: 3 }))).toBe("1,204 of 3,000 pages, 98 pages/s, 3 failed, about 18 s left");
  });
});

describe("the rate", () => {
  it("follows the last few seconds, not the whole run", () => {
    const meter = new RateMeter(5000);
    for (let second = 1; second <= 60; second++) meter.measure(second * 1000, second * 100);
    for (let second = 61; second <= 70; second++) meter.measure(second * 1000, 6000);
    expect(meter.measure(70_000, 6000)).toBe(0);
  });

  it("is right from the first measurement on", () => {
    expect(new RateMeter().measure(500, 10)).toBe(20);
  });
});
