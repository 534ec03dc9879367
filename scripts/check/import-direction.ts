import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { findFolderCircle } from "./find-folder-circle.ts";
import { packageDirections } from "./package-directions.ts";
import { readImportsUnder } from "./read-imports.ts";
import type { Import } from "./read-imports.ts";
import { single } from "./step.ts";
import type { Step } from "./step.ts";

/**
 * The direction of imports, those of types included:
 *
 * - between packages as `packageDirections` says, by public name, and the doors for tests (`…/testing`) only in tests;
 * - the tests of a package import what the package may, itself, and files of its `test` and `dist`, never of `src`,
 *   because a second copy of the code would have a second state;
 * - the folders of a package import each other one way only. Circles of files are the linter's: `import/no-cycle`.
 */
export function importDirectionStep(root: string): Step {
  return {
    name: "imports",
    async run() {
      const problems = findWrongImports(root);
      return single(problems.length === 0, problems.join("\n"));
    },
  };
}

/** What the files under a folder may import. */
interface Rule {
  readonly folder: string;
  /** Packages of this workspace. */
  readonly packages: readonly string[];
  /** Folders that relative imports may reach. */
  readonly reach: readonly string[];
  readonly isTest: boolean;
}

/** One line for each import that runs the wrong way: its place, the import, the rule. */
export function findWrongImports(root: string): string[] {
  const packages = globSync("packages/*/package.json", { cwd: root }).map((path) => join(root, dirname(path)));
  const programs = ["examples", "bench", "scripts"].map((name) => join(root, name));
  return [
    ...packages.flatMap((folder) => checkPackage(folder, root)),
    ...programs.flatMap((folder) => checkAll(programRule(folder), readImportsUnder(folder, root))),
  ];
}

function checkPackage(folder: string, root: string): string[] {
  const { name } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name: string }; // npm's format
  const packages = packageDirections[name];
  if (packages === undefined) return [`${relative(root, folder)}: "${name}" has no row in package-directions.ts`];
  const [src, test, dist] = [join(folder, "src"), join(folder, "test"), join(folder, "dist")];
  const sources = readImportsUnder(src, root);
  const circle = findFolderCircle(src, sources);
  return [
    ...checkAll({ folder: src, packages, reach: [src], isTest: false }, sources),
    ...checkAll(
      { folder: test, packages: [name, ...packages], reach: [test, dist], isTest: true },
      readImportsUnder(test, root),
    ),
    ...(circle === undefined ? [] : [`${relative(root, src)}: ${circle}`]),
  ];
}

/** Programs use every package, by name. */
function programRule(folder: string): Rule {
  return { folder, packages: Object.keys(packageDirections), reach: [folder], isTest: true };
}

function checkAll(rule: Rule, imports: readonly Import[]): string[] {
  return imports.flatMap((found) => {
    const wrong = judge(rule, found);
    return wrong === undefined ? [] : [`${found.place}: "${found.specifier}" ${wrong}`];
  });
}

/** What is wrong with an import, if anything. */
function judge(rule: Rule, { file, specifier }: Import): string | undefined {
  if (specifier.startsWith(".")) {
    const target = resolve(file, "..", specifier);
    return rule.reach.some((folder) => target.startsWith(folder + sep)) ? undefined : "is out of reach from here";
  }
  const owner = workspacePackage(specifier);
  if (owner === undefined) return undefined;
  if (!rule.packages.includes(owner)) return "is not below this package";
  return specifier.endsWith("/testing") && !rule.isTest ? "is for tests" : undefined;
}

/** The package of this workspace that a specifier names: `@baedal/http/sync` is a door of `@baedal/http`. */
function workspacePackage(specifier: string): string | undefined {
  return Object.keys(packageDirections).find((name) => specifier === name || specifier.startsWith(`${name}/`));
}
