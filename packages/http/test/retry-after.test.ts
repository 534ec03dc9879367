import { describe, expect, test } from "vitest";
import { retryAfter } from "../dist/policy/retry-after.js";

const now = Date.UTC(1994, 10, 6, 8, 0, 0);
const ahead = (49 * 60 + 37) * 1000;

describe("Retry-After", () => {
  test("is undefined for what is neither a number of seconds nor a date of HTTP", () => {
    for (const text of ["Try again 5", "foo 12/31/2050", "-5", "1.5", "soon", "", "Sun", "1994-11-06T08:49:37Z"]) {
      expect(retryAfter(text, now)).toBeUndefined();
    }
  });

  test("takes the three forms of a date, the one without a zone as UTC", () => {
    expect(retryAfter("Sun, 06 Nov 1994 08:49:37 GMT", now)).toBe(ahead);
    expect(retryAfter("Sunday, 06-Nov-94 08:49:37 GMT", now)).toBe(ahead);
    expect(retryAfter("Sun Nov  6 08:49:37 1994", now)).toBe(ahead);
  });

  test("takes seconds, and 0 for a time in the past", () => {
    expect(retryAfter("120", now)).toBe(120_000);
    expect(retryAfter("Sat, 05 Nov 1994 08:49:37 GMT", now)).toBe(0);
  });
});
