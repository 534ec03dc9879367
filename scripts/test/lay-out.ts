import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { repository } from "../check/repository.ts";

export interface Layout extends AsyncDisposable {
  readonly root: string;
}

const folders = { runtime: "baedal", threads: "", http: "", collect: "", inspect: "", cli: "" };
const copied = [
  ".oxlintrc.json",
  ".oxfmtrc.json",
  "knip.json",
  "tsconfig.json",
  "tsconfig.base.json",
  "tsconfig.check.json",
];

/**
 * A workspace in a temporary folder: those files (path and text) in packages named like ours, under our own
 * configuration and with our own `node_modules`.
 */
export async function layOut(files: Readonly<Record<string, string>>): Promise<Layout> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "baedal-layout-")));
  await Promise.all(copied.map((name) => cp(join(repository, name), join(root, name))));
  await symlink(join(repository, "node_modules"), join(root, "node_modules"));
  for (const [path, text] of Object.entries({ ...workspaceFiles(), ...files })) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}

function workspaceFiles(): Record<string, string> {
  const files = {
    "package.json": manifest("baedal-workspace", { workspaces: ["packages/*"], devDependencies: { vitest: "5.1.1" } }),
  };
  for (const [folder, name] of Object.entries(folders)) {
    Object.assign(files, {
      [`packages/${folder}/package.json`]: manifest(name || `@baedal/${folder}`, { exports: "./dist/index.js" }),
      [`packages/${folder}/tsconfig.json`]: tsconfig,
      [`packages/${folder}/src/index.ts`]: `export const folder = "${folder}";\n`,
    });
  }
  return files;
}

const tsconfig = JSON.stringify({
  extends: "../../tsconfig.base.json",
  compilerOptions: { rootDir: "src", outDir: "dist" },
  include: ["src"],
});

function manifest(name: string, more: object): string {
  return JSON.stringify({ name, version: "0.0.0", type: "module", ...more });
}
