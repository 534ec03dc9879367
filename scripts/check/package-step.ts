import { globSync, readFileSync } from "node:fs";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { runTool } from "./run-tool.ts";
import { single } from "./step.ts";
import type { Outcome, Step } from "./step.ts";

/** Packs every package that can be published and checks what would reach its users: publint, attw for the types, its README. */
export function packageStep(root: string): Step {
  return { name: "packages", run: () => checkPackages(root) };
}

async function checkPackages(root: string): Promise<Outcome> {
  await using folder = await mkdtempDisposable(join(tmpdir(), "baedal-pack-"));
  const packages = publishable(root);
  const reports = await Promise.all(packages.map((path) => checkPackage(path, folder.path)));
  const wrong = reports.flatMap((report, index) => {
    return report === "" ? [] : [`${relative(root, packages[index] ?? "")}\n${report}`];
  });
  return single(packages.length > 0 && wrong.length === 0, wrong.join("\n"));
}

/** The folders of the packages that are not marked private. */
function publishable(root: string): string[] {
  return globSync("packages/*/package.json", { cwd: root }).flatMap((path) => {
    const manifest = JSON.parse(readFileSync(join(root, path), "utf8")) as { private?: boolean }; // npm's format
    return manifest.private === true ? [] : [join(root, dirname(path))];
  });
}

/** What is wrong with one package; empty when nothing is. */
async function checkPackage(path: string, folder: string): Promise<string> {
  const packed = await runTool("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: path,
  });
  const name = /"filename": "(.+)"/.exec(packed.output)?.[1];
  if (packed.code !== 0 || name === undefined) return packed.output;
  const publint = await runTool("publint", ["run", join(folder, name), "--strict"]);
  const attw = await runTool("attw", [join(folder, name), "--profile", "esm-only", "--no-emoji", "--no-color"]);
  // attw is content with a package that has no types at all.
  const untyped = attw.output.includes("does not contain types");
  const complaints = [
    publint.code === 0 ? "" : publint.output,
    attw.code === 0 && !untyped ? "" : attw.output,
    // npm packs it whatever `files` says, if it is there.
    packed.output.includes('"path": "README.md"') ? "" : "It has no README.md: its page on npm would be blank\n",
  ];
  return complaints.join("");
}
