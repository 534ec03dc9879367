import { describe, expect, it } from "vitest";
import { formatCount, formatPlural, formatSize } from "../dist/units/format-amount.js";
import { formatDuration, formatRoughDuration } from "../dist/units/format-duration.js";
import { parseCount, parseCountFromZero } from "../dist/units/parse-count.js";
import { parseCredentials } from "../dist/units/parse-credentials.js";
import { parseDuration } from "../dist/units/parse-duration.js";
import { parseHeader } from "../dist/units/parse-header.js";
import { parseRate } from "../dist/units/parse-rate.js";
import { parseSize } from "../dist/units/parse-size.js";
import { parseUrl } from "../dist/units/parse-url.js";

describe("a duration on the command line", () => {
  it.each(["", "fast", "-1", "2 weeks", "1s2", "NaN", "Infinity", "1e3", "1,5s", "ms"])(
    "refuses %j and says what to write",
    (typed) => {
      expect(() => parseDuration(typed)).toThrow(/is not a duration; write 2 or 2s/);
    },
  );

  it.each([
    ["0", 0],
    ["2", 2000],
    ["0.5", 500],
    ["2s", 2000],
    ["500ms", 500],
    ["1.5m", 90_000],
    ["1m30s", 90_000],
    ["2h", 7_200_000],
    ["1d", 86_400_000],
    [" 3s ", 3000],
  ])("reads %j as %d ms", (typed, ms) => expect(parseDuration(typed)).toBe(ms));
});

describe("a size on the command line", () => {
  it.each(["", "big", "-1", "10 apples", "MB", "1e6"])("refuses %j and says what to write", (typed) => {
    expect(() => parseSize(typed)).toThrow(/is not a size; write bytes or a unit/);
  });

  it.each([
    ["4096", 4096],
    ["10kB", 10_000],
    ["10MB", 10_000_000],
    ["64MiB", 67_108_864],
    ["1.5GiB", 1_610_612_736],
    ["1 kb", 1000],
  ])("reads %j as %d bytes", (typed, bytes) => expect(parseSize(typed)).toBe(bytes));
});

describe("a rate on the command line", () => {
  it.each(["", "0", "0/s", "5/", "5/week", "/s", "-1/s"])("refuses %j and says what to write", (typed) => {
    expect(() => parseRate(typed)).toThrow(/is not a rate; write requests per second/);
  });

  it.each([
    ["5", { requests: 5, per: 1000 }],
    ["5/s", { requests: 5, per: 1000 }],
    ["30/m", { requests: 30, per: 60_000 }],
    ["0.5/s", { requests: 0.5, per: 1000 }],
    ["100/h", { requests: 100, per: 3_600_000 }],
  ])("reads %j", (typed, rate) => expect(parseRate(typed)).toEqual(rate));
});

describe("other values on the command line", () => {
  it.each(["0", "-1", "1.5", "many", ""])("refuses the count %j", (typed) => {
    expect(() => parseCount(typed)).toThrow(/is not a whole number of 1 or more/);
  });

  it("takes zero where it makes sense", () => expect(parseCountFromZero("0")).toBe(0));

  it("names the scheme that a URL lacks", () => {
    expect(() => parseUrl("example.com/page")).toThrow(/lacks the scheme; try https:\/\/example.com\/page/);
  });

  it.each(["ftp://example.com/", "file:///etc/passwd", "http://", "nonsense", ""])("refuses the URL %j", (typed) => {
    expect(() => parseUrl(typed)).toThrow(/is not a URL that can be fetched/);
  });

  it("never repeats what may be a password", () => {
    expect(() => parseCredentials("hunter2")).toThrow(/^not credentials; write user:password$/);
  });

  it("splits credentials at the first colon only", () => {
    expect(parseCredentials("kim:a:b")).toEqual({ username: "kim", password: "a:b" });
  });

  it.each(["Accept", ": x", "Bad Name: x"])("refuses the header %j", (typed) => {
    expect(() => parseHeader(typed)).toThrow(/is not a header/);
  });

  it("keeps colons in a header's value", () =>
    expect(parseHeader("Referer: http://a/")).toEqual(["Referer", "http://a/"]));
});

describe("figures for people", () => {
  it.each([
    [0, "0 ms"],
    [999.4, "999 ms"],
    [1530, "1.53 s"],
    [12_040, "12.0 s"],
    [59_999, "1 min"],
    [192_000, "3 min 12 s"],
    [7_500_000, "2 h 5 min"],
  ])("writes %d ms as %j", (ms, said) => expect(formatDuration(ms)).toBe(said));

  it("leaves out fractions in an estimate", () => expect(formatRoughDuration(17_600)).toBe("18 s"));

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [2_140, "2.1 kB"],
    [9_960, "10 kB"],
    [99_600, "100 kB"],
    [67_300_000, "67 MB"],
    [5e15, "5000 TB"],
  ])("writes %d bytes as %j", (bytes, said) => expect(formatSize(bytes)).toBe(said));

  it("groups thousands and knows the singular", () => {
    expect(formatCount(1_234_567)).toBe("1,234,567");
    expect(formatPlural(1, "page")).toBe("1 page");
    expect(formatPlural(0, "page")).toBe("0 pages");
  });
});
