import { describe, expect, it } from "vitest";
import { formatCount, formatPlural, formatSize } from "../dist/units/format-amount.js";
import { formatDuration, formatRoughDuration } from "../dist/units/format-duration.js";
import { parseCount } from "../dist/units/parse-count.js";
import { parseCredentials } from "../dist/units/parse-credentials.js";
import { parseHeader } from "../dist/units/parse-header.js";
import { parseUrl } from "../dist/units/parse-url.js";

describe("other values on the command line", () => {
  it.each(["0", "-1", "1.5", "many", ""])("refuses the count %j", (typed) => {
    expect(() => parseCount(typed, "--per-host", 1)).toThrow(
      `--per-host must be a whole number of 1 or more, not "${typed}"`,
    );
  });

  it("takes zero where it makes sense", () => expect(parseCount("0", "--retries", 0)).toBe(0));

  it("names the scheme that a URL lacks", () => {
    expect(() => parseUrl("example.com/page")).toThrow(/lacks the scheme; try https:\/\/example.com\/page/);
  });

  it.each(["ftp://example.com/", "file:///etc/passwd", "http://", "nonsense", ""])("refuses the URL %j", (typed) => {
    expect(() => parseUrl(typed)).toThrow(/is not a URL that can be fetched/);
  });

  it("never repeats what may be a password", () => {
    expect(() => parseCredentials("hunter2", "--auth")).toThrow(/^--auth must be user:password$/);
  });

  it("splits credentials at the first colon only", () => {
    expect(parseCredentials("kim:a:b", "--auth")).toEqual({ username: "kim", password: "a:b" });
  });

  it.each(["Accept", ": x", "Bad Name: x", "A: b\r\nC: d"])("refuses the header %j", (typed) => {
    expect(() => parseHeader(typed, "--header")).toThrow(/^--header must be a header such as/);
  });

  it("keeps colons in a header's value", () =>
    expect(parseHeader("Referer: http://a/", "--header")).toEqual(["Referer", "http://a/"]));
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
