import { run } from "baedal";
import { createRequire } from "node:module";
import { expect, test } from "vitest";

test("a test gets the built package as Node loads it, not a transformed copy with a state of its own", () => {
  const native: { run: unknown } = createRequire(import.meta.url)("baedal");
  expect(native.run).toBe(run);
});
