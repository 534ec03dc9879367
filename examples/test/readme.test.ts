import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const folder = fileURLToPath(new URL("..", import.meta.url));

it("the README has a row for every program, and a program for every row", () => {
  const linked = [...readFileSync(`${folder}/README.md`, "utf8").matchAll(/\]\(([^)/]+\.ts|wrong\/[^)]+)\)/g)];
  const programs = globSync(["*.ts", "wrong/*"], { cwd: folder });
  expect(new Set(linked.map(([, path]) => path))).toEqual(new Set(programs));
});
