import { execFile } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { repository } from "../check/repository.ts";

const execute = promisify(execFile);

/** A program of a page: a fence of TypeScript with a fence of its output right below. */
interface DocProgram {
  readonly page: string;
  readonly line: number;
  readonly source: string;
  readonly output: string;
}

function programsOf(page: string): DocProgram[] {
  const text = readFileSync(join(repository, page), "utf8");
  return [...text.matchAll(/```ts\n((?:(?!```).)*)```\n\n```text\n((?:(?!```).)*)```/gs)].map((match) => ({
    page,
    line: text.slice(0, match.index).split("\n").length,
    source: match[1] ?? "",
    output: match[2] ?? "",
  }));
}

const programs = globSync(["docs/*.md", "packages/*/README.md"], { cwd: repository }).flatMap(programsOf);
// Inside the repository, so that the programs find the packages by name, but not in node_modules, where Node strips no types.
const cache = join(repository, ".cache");
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, "doc-programs-"));

afterAll(() => rmSync(folder, { recursive: true }));

test("the guide has programs", () => {
  expect(programs.filter(({ page }) => page === join("docs", "runtime.md")).length).toBeGreaterThan(10);
});

describe.concurrent("a program of the documentation prints what stands below it", () => {
  test.for(programs.map((program, index) => ({ ...program, index, title: `${program.page}:${program.line}` })))(
    "$title",
    async ({ source, output, index }, { expect: expectHere }) => {
      const file = join(folder, `program-${index}.ts`);
      writeFileSync(file, source);
      const { stdout } = await execute(process.execPath, [file], { cwd: folder });
      expectHere(stdout).toBe(output);
    },
  );
});
