import { Collection, type CollectionOptions, OptionError, parseDuration, parseRate, parseSize } from "@baedal/collect";
import { expect, test } from "vitest";

test("refuses an option that does not exist and names the nearest", () => {
  const options = { directory: "out", perhost: 3 } as CollectionOptions; // what a config file may hold
  expect(() => new Collection(options)).toThrow("There is no option perhost; did you mean perHost");
  expect(() => new Collection(options)).toThrow(OptionError);
});

test.each([
  [{ directory: "" }, "A collection needs a directory"],
  [{ directory: "out", concurrency: 0 }, "concurrency must be a whole number of at least 1, not 0"],
  [{ directory: "out", perHost: 1.5 }, "perHost must be a whole number"],
  [{ directory: "out", retries: -1 }, "retries must be a whole number of at least 0"],
  [{ directory: "out", timeout: "soon" }, 'timeout must be a duration such as 500ms, 2s or 1m, not "soon"'],
  [{ directory: "out", timeout: "5" }, "timeout must be a duration"],
  [{ directory: "out", delay: -1 }, "delay must be a duration, not -1"],
  [{ directory: "out", rate: "0/s" }, "rate must be a rate such as 5/s"],
  [{ directory: "out", maxBody: "big" }, "maxBody must be a size such as 500kB"],
  [{ directory: "out", header: "nonsense" }, 'header must be such as "Accept-Language: ko", not "nonsense"'],
  [{ directory: "out", header: { "X-Token": "s3cret\nx: y" } }, 'header "X-Token" cannot be sent'],
  [{ directory: "out", userAgent: " " }, "userAgent is empty"],
  [{ directory: "out", handlerThreads: -1 }, "handlerThreads must be a whole number of at least 0, not -1"],
] as const)("refuses %j", (options, message) => {
  expect(() => new Collection(options)).toThrow(message);
});

test.each([
  ["500ms", 500],
  ["2s", 2000],
  ["1.5 m", 90_000],
  ["1h", 3_600_000],
  [250, 250],
  [{ seconds: 1, milliseconds: 5 }, 1005],
  [Infinity, Infinity],
])("takes %j as %d ms", (value, expected) => {
  expect(parseDuration(value, "delay")).toBe(expected);
});

test("takes a bare number in text as seconds where that is asked for", () => {
  expect(parseDuration("1.5", "--delay", { bare: "seconds" })).toBe(1500);
});

test.each([
  ["10kB", 10_000],
  ["64MiB", 67_108_864],
  ["7", 7],
  [7, 7],
  ["1.5k", 1500],
])("takes %j as %d bytes", (value, expected) => {
  expect(parseSize(value, "maxBody")).toBe(expected);
});

test.each([
  ["5/s", 200],
  ["30/m", 2000],
  ["5", 200],
  [4, 250],
  [{ requests: 2, per: 1000 }, 500],
])("takes the rate %j as one request every %d ms", (value, expected) => {
  expect(parseRate(value, "rate")).toBe(expected);
});
