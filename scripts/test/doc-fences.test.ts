import { expect, test } from "vitest";
import { compileDocExamples } from "../check/doc-examples.ts";
import { findDocFences } from "../check/doc-fences.ts";
import { layOut } from "./lay-out.ts";

test("an example that does not compile is named with its file, line and column", async () => {
  await using layout = await layOut({
    "packages/http/src/index.ts": [
      "/**",
      " * Says something.",
      " *",
      " * ```ts",
      ` * const text: string = "good";`,
      " * ```",
      " * And then:",
      " * ```ts",
      " * const count: number = 1;",
      " * const wrong: number = `bad`;",
      " * ```",
      " */",
      "export const a = 1;",
    ].join("\n"),
  });
  const fences = findDocFences(layout.root);
  expect(fences).toMatchObject([{ path: "packages/http/src/index.ts", line: 5 }, { line: 9 }]);
  expect(await compileDocExamples(layout.root, fences)).toEqual([
    [],
    ["packages/http/src/index.ts(10,10): error TS2322: Type 'string' is not assignable to type 'number'."],
  ]);
});

test("an example in a page uses the packages by name", async () => {
  await using layout = await layOut({
    "README.md":
      'Text\n\n```ts\nimport { nothing } from "baedal";\n```\n\n```sh\nls\n```\n\n```ts\nimport { run } from "baedal";\n```\n',
    "docs/tour.md": "1. Item\n\n   ```ts\n   const a: string = 1;\n   ```\n",
  });
  const complaints = await compileDocExamples(layout.root, findDocFences(layout.root));
  expect(complaints).toEqual([
    [expect.stringMatching(/^README\.md\(4,10\): error TS2305: Module '"baedal"' has no exported member 'nothing'/)],
    [],
    [expect.stringMatching(/^docs\/tour\.md\(4,10\): error TS2322/)],
  ]);
});

test("what is no doc comment and no fence marked ts is no example", async () => {
  await using layout = await layOut({
    "packages/http/src/index.ts":
      "// ```ts\n// 1;\n// ```\n/* ```ts\n1;\n``` */\nexport const a = `\n```ts\n`;\n/** ```js\n * 1\n * ``` */",
  });
  expect(findDocFences(layout.root)).toEqual([]);
});
