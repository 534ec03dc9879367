import { expect, test } from "vitest";
import { runTool } from "../check/run-tool.ts";
import { layOut } from "./lay-out.ts";

const check = ["--list-different", "packages/http/src"];

test("a file that is not formatted is refused and named", async () => {
  await using layout = await layOut({ "packages/http/src/a.ts": `export const a = {b:1}\n` });
  expect(await runTool("oxfmt", check, { cwd: layout.root })).toEqual({ code: 1, output: "packages/http/src/a.ts\n" });
});

test("formatted files are accepted", async () => {
  await using layout = await layOut({ "packages/http/src/a.ts": `export const a = { b: 1 };\n` });
  expect(await runTool("oxfmt", check, { cwd: layout.root })).toEqual({ code: 0, output: "" });
});
