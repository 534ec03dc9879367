import { globSync, readFileSync } from "node:fs";
import { mkdir, mkdtempDisposable } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { compileDeclarations } from "./compile-declarations.ts";
import type { Importable } from "./compile-declarations.ts";
import { runTool } from "./run-tool.ts";
import { single } from "./step.ts";
import type { Outcome, Step } from "./step.ts";

/**
 * Packs every package that can be published and checks what would reach its users: publint, attw for the types, the files
 * that have to be there and those that must not, and whether its declarations compile.
 */
export function packageStep(root: string): Step {
  return { name: "packages", run: () => checkPackages(root) };
}

/** What the check reads of a package.json. */
interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: string | Readonly<Record<string, unknown>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A package to publish. */
interface Publishable {
  readonly path: string;
  readonly manifest: Manifest;
}

async function checkPackages(root: string): Promise<Outcome> {
  await mkdir(join(root, "node_modules/.cache"), { recursive: true });
  // Under `node_modules`, where what the packages depend on is found.
  await using folder = await mkdtempDisposable(join(root, "node_modules/.cache/packed-"));
  const packages = publishable(root);
  const reports = await Promise.all(packages.map((each) => checkPackage(each, folder.path)));
  const wrong = packages.flatMap(({ path }, index) => complaint(relative(root, path), reports[index] ?? ""));
  const importable = packages.map(({ manifest }) => importableAs(manifest));
  wrong.push(...complaint("declarations", await compileDeclarations(folder.path, importable)));
  return single(packages.length > 0 && wrong.length === 0, wrong.join("\n"));
}

function complaint(about: string, report: string): string[] {
  return report === "" ? [] : [`${about}\n${report}`];
}

/** The packages that are not marked private. */
function publishable(root: string): Publishable[] {
  return globSync("packages/*/package.json", { cwd: root }).flatMap((path) => {
    const manifest = JSON.parse(readFileSync(join(root, path), "utf8")) as Manifest; // npm's format
    return manifest.private === true ? [] : [{ path: join(root, dirname(path)), manifest }];
  });
}

function importableAs({ name, exports = {}, peerDependencies = {} }: Manifest): Importable {
  const doors = typeof exports === "string" ? [name] : Object.keys(exports).map((door) => name + door.slice(1));
  return { name, doors, hasNodeTypes: "@types/node" in peerDependencies };
}

/** What is wrong with one package; empty when nothing is. Leaves it unpacked for others to find. */
async function checkPackage({ path, manifest }: Publishable, folder: string): Promise<string> {
  const packed = await runTool("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: path,
  });
  const name = /"filename": "(.+)"/.exec(packed.output)?.[1];
  if (packed.code !== 0 || name === undefined) return packed.output;
  const tarball = join(folder, name);
  const unpacked = await unpack(tarball, join(folder, "node_modules", manifest.name));
  const publint = await runTool("publint", ["run", tarball, "--strict"]);
  const attw = await runTool("attw", [tarball, "--profile", "esm-only", "--no-emoji", "--no-color"]);
  // attw is content with a package that has no types at all.
  const untyped = attw.output.includes("does not contain types");
  const complaints = [
    unpacked,
    publint.code === 0 ? "" : publint.output,
    attw.code === 0 && !untyped ? "" : attw.output,
    // npm packs these two whatever `files` says, if they are there.
    packed.output.includes('"path": "README.md"') ? "" : "It has no README.md: its page on npm would be blank\n",
    packed.output.includes('"path": "LICENSE"') ? "" : "It has no LICENSE: nobody could tell what it allows\n",
    packed.output.includes(".tsbuildinfo")
      ? "It has the compiler's .tsbuildinfo, which is of use to nobody else\n"
      : "",
  ];
  return complaints.join("");
}

/** What was wrong with that. */
async function unpack(tarball: string, target: string): Promise<string> {
  await mkdir(target, { recursive: true });
  const { code, output } = await runTool("tar", ["-xzf", tarball, "--strip-components=1", "-C", target]);
  return code === 0 ? "" : output;
}
