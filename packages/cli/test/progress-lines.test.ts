import { stripVTControlCharacters } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HostProgress, Progress } from "@baedal/collect";
import { plainLine } from "../dist/progress/plain-view.js";
import { progressLines } from "../dist/progress/progress-lines.js";
import { steadyTotals } from "../dist/progress/steady-totals.js";

const plain = (_style: string, text: string): string => text;

function host(changes: Partial<HostProgress>): HostProgress {
  return { host: "a:443", done: 0, failed: 0, bytes: 0, inFlight: 0, queued: 0, resting: 0, ...changes };
}

function progress(changes: Partial<Progress> = {}): Progress {
  return {
    phase: "running",
    total: 3000,
    queued: 1796,
    done: 1204,
    failed: 0,
    growing: false,
    finished: 1204,
    bytes: 68_000_000,
    inFlight: 64,
    rate: 98.3,
    elapsed: 12_345,
    remaining: 18_270,
    errors: [],
    hosts: [
      host({ host: "shop.example.com:443", done: 1000, inFlight: 32, queued: 968 }),
      host({ host: "api.example.org:443", done: 201, failed: 3, inFlight: 32, queued: 764 }),
    ],
    slowest: undefined,
    ...changes,
  };
}

function manyHosts(count: number): HostProgress[] {
  return Array.from({ length: count }, (_, index) =>
    index === 0
      ? host({ host: "host0.example.com:443", done: 100 })
      : host({ host: `host${index}.example.com:443`, done: 5, queued: 95 }),
  );
}

describe("the progress block", () => {
  it("says how much is done, how fast, and how long it will take", () => {
    expect(progressLines("collecting into out", progress(), { columns: 80, rows: 24, paint: plain }).join("\n"))
      .toMatchInlineSnapshot(`
        "  collecting into out                                                      12 s
          ━━━━━━━━━━━━━━━━━━━━━━━━─────────────────────────────────────  1,204 of 3,000
          98 pages/s · about 18 s left · 64 in flight · 68 MB

          api.example.org:443   ━━━─────────────    204 of 1,000  32 in flight
          shop.example.com:443  ━━━━━━━━────────  1,000 of 2,000  32 in flight"
      `);
  });

  it("drops what matters least on a narrow terminal", () => {
    expect(progressLines("collecting into out", progress(), { columns: 40, rows: 24, paint: plain }).join("\n"))
      .toMatchInlineSnapshot(`
        "  collecting into out              12 s
          ━━━━━━━━─────────────  1,204 of 3,000
          98 pages/s · about 18 s left

          api.example.org:443     204 of 1,000
          shop.example.com:443  1,000 of 2,000"
      `);
  });

  it("names the request that has been under way for longest, once that is long", () => {
    const url = `https://shop.example.com/${"very-".repeat(20)}long.html`;
    const canvas = { columns: 60, rows: 24, paint: plain };
    const lines = progressLines("t", progress({ slowest: { url, elapsed: 12_300 } }), canvas);
    expect(lines[3]).toMatch(/^ {2}slowest: 12 s {2}https:\/\/shop\.example\..*….*-long\.html$/);
    expect(lines[3]).toHaveLength(59);
    expect(progressLines("t", progress({ slowest: { url, elapsed: 900 } }), canvas).join()).not.toContain("slowest");
  });

  it("counts failures by kind", () => {
    const errors = [
      { code: "ERR_BAEDAL_STATUS", count: 2 },
      { code: "ERR_BAEDAL_CONNECT", count: 1 },
    ];
    const lines = progressLines("t", progress({ failed: 3, errors }), { columns: 80, rows: 24, paint: plain });
    expect(lines).toContain("  failed: 2 × bad status · 1 × no connection");
  });

  it("promises no time left while it cannot know one", () => {
    for (const unknown of [{ remaining: undefined }, { growing: true }, { remaining: 300 }]) {
      const lines = progressLines("t", progress(unknown), { columns: 80, rows: 24, paint: plain });
      expect(lines.join("\n")).not.toContain("left");
    }
  });

  it("says while stopping what it still waits for and how to end at once", () => {
    const lines = progressLines("t", progress({ phase: "stopping", inFlight: 1 }), {
      columns: 80,
      rows: 24,
      paint: plain,
    });
    expect(lines).toContain("  stopping within 10 s: 1 request in flight · Ctrl-C again stops at once");
  });

  it("folds the hosts that do not fit into one line and keeps the unfinished ones", () => {
    const lines = progressLines("t", progress({ hosts: manyHosts(500) }), { columns: 80, rows: 12, paint: plain });
    expect(lines).toHaveLength(9);
    expect(lines.at(-1)).toBe("  … and 496 more hosts: 2,575 of 49,600");
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
            errors: [{ code: "ERR_BAEDAL_STATUS", count: done }],
            slowest: { url: `https://a/${"b".repeat(done % 300)}`, elapsed: done },
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
    expect(plainLine(progress({ failed: 3 }))).toBe("1,207 of 3,000 pages, 98 pages/s, 3 failed, about 18 s left");
  });
});

describe("the total of a host", () => {
  it("does not fall while a page is on its way from the answer to the store", () => {
    const steady = steadyTotals();
    steady(progress({ hosts: [host({ done: 8, inFlight: 2 })] }));
    const [shown] = steady(progress({ hosts: [host({ done: 8, inFlight: 1 })] })).hosts;
    expect(shown).toMatchObject({ done: 8, inFlight: 1, queued: 1 });
  });
});
