import { expect, test } from "vitest";
import { packageStep } from "../check/package-step.ts";
import { layOut } from "./lay-out.ts";

const hidden = Object.fromEntries(
  ["runtime", "threads", "collect", "inspect", "cli"].map((folder) => [
    `packages/${folder}/package.json`,
    `{ "name": "hidden-${folder}", "private": true }`,
  ]),
);

function manifest(exports: unknown): string {
  return JSON.stringify({ name: "@baedal/http", version: "0.0.0", type: "module", files: ["dist"], exports });
}

test("a package whose door leads nowhere is refused", async () => {
  await using layout = await layOut({ ...hidden, "packages/http/package.json": manifest("./dist/index.js") });
  const outcome = await packageStep(layout.root).run();
  expect(outcome).toMatchObject({ passed: 0, failed: 1 });
  expect(outcome.output).toMatch(/^packages\/http\n[^]*dist\/index\.js.*does not exist/);
});

test("a package whose users would find no types is refused", async () => {
  await using layout = await layOut({
    ...hidden,
    "packages/http/package.json": manifest("./dist/index.js"),
    "packages/http/dist/index.js": "export const a = 1;\n",
  });
  const outcome = await packageStep(layout.root).run();
  expect(outcome).toMatchObject({ passed: 0, failed: 1 });
  expect(outcome.output).toContain("This package does not contain types");
});

test("a package with a side door whose types are missing is refused", async () => {
  await using layout = await layOut({
    ...hidden,
    "packages/http/package.json": manifest({
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./sync": "./dist/sync.js",
    }),
    "packages/http/dist/index.js": "export const a = 1;\n",
    "packages/http/dist/index.d.ts": "export declare const a = 1;\n",
    "packages/http/dist/sync.js": "export const a = 1;\n",
  });
  expect((await packageStep(layout.root).run()).output).toMatch(/^packages\/http\n[^]*@baedal\/http\/sync/);
});

const whole = {
  ...hidden,
  "packages/http/package.json": manifest({ ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } }),
  "packages/http/dist/index.js": "export const a = 1;\n",
  "packages/http/dist/index.d.ts": "export declare const a = 1;\n",
  "packages/http/README.md": "# @baedal/http\n",
  "packages/http/LICENSE": "MIT License\n",
};

test("a package whose page on npm would be blank, or that has no license, is refused", async () => {
  const { "packages/http/README.md": _, "packages/http/LICENSE": __, ...bare } = whole;
  await using layout = await layOut(bare);
  expect(await packageStep(layout.root).run()).toMatchObject({
    passed: 0,
    failed: 1,
    output: `packages/http
It has no README.md: its page on npm would be blank
It has no LICENSE: nobody could tell what it allows
`,
  });
});

test("a package with what the compiler keeps for itself is refused", async () => {
  await using layout = await layOut({ ...whole, "packages/http/dist/page/.tsbuildinfo": "{}\n" });
  expect(await packageStep(layout.root).run()).toMatchObject({
    passed: 0,
    failed: 1,
    output: "packages/http\nIt has the compiler's .tsbuildinfo, which is of use to nobody else\n",
  });
});

test("a package that is whole is accepted", async () => {
  await using layout = await layOut(whole);
  expect(await packageStep(layout.root).run()).toEqual({ passed: 1, failed: 0, output: "", notRun: [] });
});

test("a package whose declarations only compile while nobody looks at them is refused", async () => {
  await using layout = await layOut({
    ...whole,
    "packages/http/dist/index.d.ts": "export declare const a: Stripped;\n",
  });
  const { failed, output } = await packageStep(layout.root).run();
  expect(failed).toBe(1);
  for (const resolution of ["nodenext", "bundler"]) {
    expect(output).toMatch(new RegExp(`as moduleResolution ${resolution} .*\\n.*http/dist/index\\.d\\.ts.*'Stripped'`));
  }
});

test("a package whose declarations need those of Node, but that does not say so, is refused", async () => {
  await using layout = await layOut({
    ...whole,
    "packages/http/dist/index.d.ts": `export declare const a: import("node:net").Socket;\n`,
  });
  expect(await packageStep(layout.root).run()).toMatchObject({
    passed: 0,
    failed: 1,
    output:
      "declarations\n@baedal/http needs @types/node, which should stand in its package.json as an optional peer dependency\n",
  });
});

test("a workspace without a package to publish is refused", async () => {
  await using layout = await layOut({ ...hidden, "packages/http/package.json": `{ "private": true }` });
  expect(await packageStep(layout.root).run()).toMatchObject({ failed: 1 });
});
