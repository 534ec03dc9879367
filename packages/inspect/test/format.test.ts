import { describe, expect, it } from "vitest";
import { formatDuration } from "../dist/shape/format-duration.js";
import { formatBytes, formatCount, formatMilliseconds, formatShare } from "../dist/shape/format-number.js";
import { visibleText } from "../dist/shape/visible-text.js";

describe("formatDuration", () => {
  it("takes the unit that reads best, and never rounds into the next", () => {
    const durations = [null, 0, 0.44, 9.96, 412.4, 999.6, 1_310, 9_996, 59_960, 125_000, 3_599_600, 3_720_000];
    expect(durations.map(formatDuration)).toEqual([
      "–",
      "0 ms",
      "0.4 ms",
      "10 ms",
      "412 ms",
      "1.00 s",
      "1.31 s",
      "10.0 s",
      "1 min 00 s",
      "2 min 05 s",
      "1 h 00 min",
      "1 h 02 min",
    ]);
  });
});

describe("figures", () => {
  it("sets thousands apart and keeps what is nothing visible", () => {
    expect(formatCount(100_000)).toBe("100,000");
    expect([null, 0, 3.21, 1310].map(formatMilliseconds)).toEqual(["–", "0", "3.2", "1,310"]);
  });

  it("writes sizes in decimal units", () => {
    expect([0, 999, 1000, 23_400, 1_200_000, 987_654_321].map(formatBytes)).toEqual([
      "0 B",
      "999 B",
      "1.00 kB",
      "23.4 kB",
      "1.20 MB",
      "988 MB",
    ]);
  });

  it("does not call something nothing", () => {
    expect([0, 0.004, 0.42, 1].map(formatShare)).toEqual(["0 %", "< 1 %", "42 %", "100 %"]);
  });
});

describe("visibleText", () => {
  it("writes out what would be invisible or reorder its surroundings", () => {
    expect(visibleText("a\u202egnp.exe\u0000\n\u200b")).toBe("a\\u{202e}gnp.exe\\u{0}\\u{a}\\u{200b}");
  });

  it("replaces lone surrogates and leaves whole characters alone", () => {
    expect(visibleText("\ud800 배달 🛵")).toBe("\ufffd 배달 🛵");
  });

  it("leaves out the middle of an overlong text and says how much", () => {
    expect(visibleText(`${"a".repeat(50)}${"b".repeat(50)}`, 10)).toBe("aaaaa … 90 characters … bbbbb");
  });
});
