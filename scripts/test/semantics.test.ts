import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../check/repository.ts";

/** The tests that the page of rules names, as [file, title]. */
function namedTests(): (readonly [string, string])[] {
  const page = readFileSync(join(repository, "docs/semantics.md"), "utf8");
  const rows = [...page.matchAll(/^\|.*\| ([\w/-]+\.test\.ts): (.+?) \|$/gm)];
  return rows.map(([, file = "", title = ""]) => [file, title.trim()] as const); // the formatter pads columns
}

test("the page of rules names tests", () => {
  const page = readFileSync(join(repository, "docs/semantics.md"), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| ") && !/^\| (?:rule|-)/.test(line));
  expect(namedTests().length).toBe(rows.length);
  expect(rows.length).toBeGreaterThan(40);
});

test.each(namedTests())("%s has the test that the page of rules names: %s", (file, title) => {
  const source = readFileSync(join(repository, "packages/runtime/test", file), "utf8");
  // Titles that are made in a loop stand there with their placeholder.
  const spellings = [title, title.replace("SIGINT", "${signal}").replace("130", "${exit}")];
  expect(spellings.some((spelling) => source.includes(spelling))).toBe(true);
});
