import { execFile } from "node:child_process";
import { mkdir, mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");

/** The files of the guide: fences whose first line names them. */
async function guideFiles(): Promise<Map<string, string>> {
  const text = await readFile(join(root, "docs/threads.md"), "utf8");
  const fences = text.matchAll(/^```typescript\n\/\/ (?<name>\S+)\n(?<code>[^]*?)^```/gm);
  return new Map([...fences].map(({ groups }) => [groups?.["name"] ?? "", groups?.["code"] ?? ""]));
}

test("the program of the guide compiles and runs", async () => {
  const files = await guideFiles();
  expect([...files.keys()]).toEqual(["work.ts", "main.ts"]);
  // Under `node_modules`, where packages are found by name; Node does not run TypeScript there, so it is built first.
  await mkdir(join(root, "node_modules/.cache"), { recursive: true });
  await using folder = await mkdtempDisposable(join(root, "node_modules/.cache/threads-guide-"));
  for (const [name, code] of files)
    await writeFile(join(folder.path, name), code.replace('new URL("./work.ts"', 'new URL("./work.js"'));
  await writeFile(join(folder.path, "package.json"), `{ "type": "module" }`);
  await writeFile(
    join(folder.path, "tsconfig.json"),
    JSON.stringify({
      extends: join(root, "tsconfig.base.json"),
      compilerOptions: { composite: false },
      include: ["*.ts"],
    }),
  );
  const execute = promisify(execFile);
  await execute(join(root, "node_modules/.bin/tsc"), ["-p", folder.path]);
  const { stdout, stderr } = await execute(process.execPath, [join(folder.path, "main.js")]);
  expect({ stdout, stderr }).toEqual({ stdout: "[ 1968, 22064, 87544 ]\n", stderr: "" });
});
