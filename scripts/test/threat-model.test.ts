import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../check/repository.ts";

const page = readFileSync(join(repository, "docs/threat-model.md"), "utf8");

/** A threat of the page: its number, title and text. */
const threats = page
  .split(/^### /m)
  .slice(1)
  .map((text) => ({ heading: text.split("\n", 1)[0] ?? "", text }));

/** The tests that the page names, as [file, title]. */
const named = [...page.matchAll(/^ {2}- ([\w/-]+\.test\.ts): (.+)$/gm)].map(
  ([, file, title]) => [file ?? "", title ?? ""] as const,
);

test("threats are numbered in order", () => {
  const numbers = threats.map(({ heading }) => Number(/^(\d+)\. /.exec(heading)?.[1]));
  expect(numbers).toEqual(threats.map((_, index) => index + 1));
  expect(numbers.length).toBeGreaterThan(20);
});

test.each(threats)("$heading: says what could happen, what is done, what remains, and names tests", ({ text }) => {
  for (const part of ["- Could happen: ", "- Does: ", "- Remains: ", "- Tests:\n  - "]) expect(text).toContain(part);
});

test("no line of tests is overlooked", () => {
  expect(named.length).toBe(page.split("\n").filter((line) => line.includes(".test.ts:")).length);
});

test.each(named)("%s has the test that the threat model names: %s", (file, title) => {
  const source = readFileSync(join(repository, "packages/http/test", file), "utf8");
  // The title of a test, or of one row of a test with many.
  expect(source).toContain(JSON.stringify(title));
});
