import { expect, test } from "vitest";
import { runTool } from "../check/run-tool.ts";
import type { ToolResult } from "../check/run-tool.ts";
import { strictDependencies } from "../check/strict-dependencies.ts";
import { layOut } from "./lay-out.ts";

async function knip(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<ToolResult> {
  await using layout = await layOut(files);
  return await runTool("knip", ["--no-progress", "--no-config-hints", ...args], { cwd: layout.root });
}

test("an export that nothing uses is refused", async () => {
  const { code, output } = await knip({
    "packages/http/src/index.ts": `export { used } from "./a.ts";`,
    "packages/http/src/a.ts": `export const used = 1;\nexport const forgotten = 2;`,
  });
  expect(output).toMatch(/Unused exports \(1\)\nforgotten +packages\/http\/src\/a\.ts:2/);
  expect(code).toBe(1);
});

test("a file that nothing uses is refused", async () => {
  const { code, output } = await knip({ "packages/http/src/forgotten.ts": `export const a = 1;` });
  expect(output).toMatch(/Unused files \(1\)\npackages\/http\/src\/forgotten\.ts/);
  expect(code).toBe(1);
});

test("a dependency that only the workspace's package.json names is refused in a package", async () => {
  const { code, output } = await knip({ "packages/http/src/index.ts": `import "vitest";` }, ...strictDependencies);
  expect(output).toMatch(/Unlisted dependencies \(1\)\nvitest +packages\/http\/src\/index\.ts/);
  expect(code).toBe(1);
});

test("a dependency that nothing uses is refused", async () => {
  const { code, output } = await knip(
    { "packages/http/package.json": `{ "name": "@baedal/http", "dependencies": { "undici": "8.12.4" } }` },
    ...strictDependencies,
  );
  expect(output).toMatch(/Unused dependencies \(1\)\nundici +packages\/http\/package\.json/);
  expect(code).toBe(1);
});

test("what a test takes from dist counts as a use of its source", async () => {
  const { code, output } = await knip(
    {
      "packages/http/src/index.ts": `export { a } from "./a.ts";`,
      "packages/http/src/a.ts": `export const a = 1;\nexport const inner = 2;`,
      "packages/http/test/a.test.ts": `import { inner } from "../dist/a.js";\nconsole.log(inner);`,
      "packages/http/dist/a.js": `export const a = 1;\nexport const inner = 2;`,
      "packages/http/dist/a.d.ts": `export declare const a = 1;\nexport declare const inner = 2;`,
      "vitest.config.ts": `export default { test: { include: ["packages/*/test/**/*.test.ts"] } };`,
    },
    "--include",
    "files,exports,unresolved",
  );
  expect(output).not.toMatch(/inner|a\.ts/);
  expect(code).toBe(0);
});
