import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../dist/exit-code-of.js";
import { UsageError } from "../dist/errors.js";

describe("the exit code", () => {
  it("is the one that an error brings", () => expect(exitCodeOf(new UsageError("x"))).toBe(2));

  it("is 5 for a full disk wherever it was met", () => {
    expect(exitCodeOf(Object.assign(new Error("write failed"), { code: "ENOSPC", syscall: "write" }))).toBe(5);
  });

  it.each([new TypeError("x is not a function"), "a string", undefined])(
    "tells a defect (%s) from every documented ending",
    (error) => {
      expect(exitCodeOf(error)).toBe(70);
    },
  );
});
