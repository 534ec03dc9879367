import { expect, test } from "vitest";
import { findWrongImports } from "../check/import-direction.ts";
import { layOut } from "./lay-out.ts";

const wrong = {
  "a package that imports one above it": [
    { "packages/runtime/src/a.ts": `import { get } from "@baedal/http";` },
    `packages/runtime/src/a.ts:1: "@baedal/http" is not below this package`,
  ],
  "a package that imports a type from above": [
    { "packages/inspect/src/a.ts": `\nimport type { Page } from "@baedal/collect";` },
    `packages/inspect/src/a.ts:2: "@baedal/collect" is not below this package`,
  ],
  "a package that re-exports from above": [
    { "packages/http/src/a.ts": `export * from "@baedal/collect";` },
    `packages/http/src/a.ts:1: "@baedal/collect" is not below this package`,
  ],
  "a package that names a module above in a type": [
    { "packages/inspect/src/a.ts": `export type A = import("@baedal/http/sync").SyncSession;` },
    `packages/inspect/src/a.ts:1: "@baedal/http/sync" is not below this package`,
  ],
  "a package that imports one above it late": [
    { "packages/threads/src/a.ts": `await import("@baedal/http");` },
    `packages/threads/src/a.ts:1: "@baedal/http" is not below this package`,
  ],
  "a package that reaches into another's files": [
    { "packages/http/src/pool/a.ts": `import { folder } from "../../../runtime/src/index.ts";` },
    `packages/http/src/pool/a.ts:1: "../../../runtime/src/index.ts" is out of reach from here`,
  ],
  "a package that uses a door for tests": [
    { "packages/http/src/a.ts": `import { VirtualClock } from "baedal/testing";` },
    `packages/http/src/a.ts:1: "baedal/testing" is for tests`,
  ],
  "a test that imports sources, a second copy of what it tests": [
    { "packages/http/test/a.test.ts": `import { folder } from "../src/index.ts";` },
    `packages/http/test/a.test.ts:1: "../src/index.ts" is out of reach from here`,
  ],
  "an example that reaches into a package": [
    { "examples/a.ts": `import { folder } from "../packages/http/dist/index.js";` },
    `examples/a.ts:1: "../packages/http/dist/index.js" is out of reach from here`,
  ],
  "a package without a row in the table": [
    { "packages/other/package.json": `{ "name": "@baedal/other" }` },
    `packages/other: "@baedal/other" has no row in package-directions.ts`,
  ],
} as const;

test.each(Object.entries(wrong))("refuses %s", async (_, [files, problem]) => {
  await using layout = await layOut(files);
  expect(findWrongImports(layout.root)).toEqual([problem]);
});

test("refuses folders of a package that import each other in a circle, each step shown", async () => {
  await using layout = await layOut({
    "packages/http/src/pool/a.ts": `import type { B } from "../body/b.ts";`,
    "packages/http/src/body/b.ts": `export type B = string;`,
    "packages/http/src/body/c.ts": `import { d } from "../limits.ts";`,
    "packages/http/src/limits.ts": `import { a } from "./pool/a.ts";`,
  });
  const problems = findWrongImports(layout.root);
  const [title, ...steps] = problems.join("\n").split("\n");
  expect(title).toBe("packages/http/src: folders in a circle");
  expect(steps.toSorted()).toEqual([
    "  body -> limits.ts by packages/http/src/body/c.ts:1",
    "  limits.ts -> pool by packages/http/src/limits.ts:1",
    "  pool -> body by packages/http/src/pool/a.ts:1",
  ]);
});

test("accepts imports that run downwards", async () => {
  await using layout = await layOut({
    "packages/collect/src/a.ts": `import { get } from "@baedal/http/sync";\nimport { run } from "baedal";\nimport "node:fs";`,
    "packages/collect/src/store/b.ts": `import { c } from "./c.ts";\nimport { d } from "../d.ts";`,
    "packages/collect/test/a.test.ts": `import "@baedal/collect";\nimport "baedal/testing";\nimport "../dist/a.js";`,
    "examples/a.ts": `import "@baedal/http";\nimport { b } from "./b.ts";`,
  });
  expect(findWrongImports(layout.root)).toEqual([]);
});

test("what stands in comments and strings is no import", async () => {
  await using layout = await layOut({
    "packages/runtime/src/a.ts": `/**\n * import { get } from "@baedal/http";\n */\nexport const a = 'import "@baedal/http"';`,
  });
  expect(findWrongImports(layout.root)).toEqual([]);
});
