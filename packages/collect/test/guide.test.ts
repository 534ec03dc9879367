import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as collect from "@baedal/collect";
import type { CollectError } from "@baedal/collect";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const guide = readFileSync(join(root, "docs/collect.md"), "utf8");

/** The lines of the table whose head has these names, as cells. */
function tableOf(head: RegExp): string[][] {
  const lines = guide.split("\n");
  const start = lines.findIndex((line) => head.test(line));
  if (start === -1) throw new Error(`The guide has no table ${head}`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test("the guide's table has the options of the library, with their defaults", () => {
  const source = readFileSync(join(root, "packages/collect/src/options.ts"), "utf8");
  const options = [...source.matchAll(/@default ((?:(?!\*\/)[\s\S])*?)\s*\*\/\s*readonly (\w+)\?:/g)];
  expect(options.length).toBeGreaterThan(25);
  const inCode = Object.fromEntries(options.map(([, value, name]) => [name, value]));
  const inGuide = tableOf(/^\| option +\| default/).map(([name = "", value]) => [name.replaceAll("`", ""), value]);
  expect(Object.fromEntries(inGuide)).toEqual(inCode);
  expect(inGuide).toHaveLength(options.length);
});

test("the guide's exit codes are all there are, those of the errors among them", () => {
  const documented = tableOf(/^\| code +\|/).flatMap(([code = ""]) => code.split(", ").map(Number));
  expect(documented).toEqual([0, 1, 2, 3, 4, 5, 130, 143]);
  for (const [name, value] of Object.entries(collect)) {
    if (!name.endsWith("Error") || typeof value !== "function") continue;
    const { exitCode } = new (value as new (...args: string[]) => CollectError)("option", "message");
    expect(documented).toContain(exitCode);
  }
});

test("the guide's record has the keys of a record", () => {
  const source = readFileSync(join(root, "packages/collect/src/record.ts"), "utf8");
  const inCode = [...source.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name);
  const inGuide = tableOf(/^\| key +\|/).flatMap(([keys = ""]) =>
    keys.split(", ").map((key) => key.replaceAll("`", "")),
  );
  expect(inGuide).toEqual(inCode);
});
