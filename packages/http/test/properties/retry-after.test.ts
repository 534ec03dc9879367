import fc from "fast-check";
import { expect, test } from "vitest";
import { retryAfter } from "../../dist/policy/retry-after.js";

const now = Date.UTC(2026, 0, 1, 12);
const second = fc.integer({ min: 0, max: 4_102_444_800 });

test("seconds, however many, are so many milliseconds", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 400n }), (seconds) => {
      expect(retryAfter(String(seconds), now)).toBe(Number(seconds) * 1000);
    }),
  );
});

test("a date of HTTP is the time until then, and one in the past is 0", () => {
  fc.assert(
    fc.property(second, (seconds) => {
      const date = new Date(seconds * 1000);
      expect(retryAfter(date.toUTCString(), now)).toBe(Math.max(date.getTime() - now, 0));
    }),
  );
});

test("space around it does not matter", () => {
  const space = fc.string({ unit: fc.constantFrom(" ", "\t"), maxLength: 3 });
  fc.assert(
    fc.property(space, fc.nat(), space, (before, seconds, after) => {
      expect(retryAfter(before + seconds + after, now)).toBe(seconds * 1000);
    }),
  );
});

test("signs, fractions, units and other numbers count as nothing", () => {
  const wrong = fc.constantFrom(
    "-5",
    "+5",
    "1.5",
    "1e3",
    "0x10",
    "5s",
    "5 s",
    "",
    " ",
    "٣",
    "5,5",
    "2026",
    "NaN",
    "Infinity",
  );
  fc.assert(
    fc.property(
      wrong.filter((text) => !/^\d+$/.test(text)),
      (text) => {
        expect(retryAfter(text, now)).toBeUndefined();
      },
    ),
  );
});

test("whatever a server sends, the wait is a number of at least 0, or there is none", () => {
  const odd = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(...Array.from("0123456789-+.:,e GMTSunFriJan")) }),
    second.map((seconds) => new Date(seconds * 1000).toUTCString().slice(0, seconds % 30)),
  );
  fc.assert(
    fc.property(odd, (text) => {
      const delay = retryAfter(text, now);
      expect(delay === undefined || delay >= 0).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("no header is no wait of its own", () => {
  expect(retryAfter(undefined, now)).toBeUndefined();
});
