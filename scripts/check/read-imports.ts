import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Visitor, parseSync } from "oxc-parser";

export interface Import {
  /** The absolute path of the importing file. */
  readonly file: string;
  /** `path:line`, from the root. */
  readonly place: string;
  /** What is imported, as written. */
  readonly specifier: string;
}

/** The imports of every source file under a folder. */
export function readImportsUnder(folder: string, root: string): Import[] {
  const paths = globSync("**/*.{ts,tsx,js}", { cwd: folder, exclude: ["**/node_modules", "**/dist"] });
  return paths.flatMap((path) => readImports(join(folder, path), root));
}

/** Static and dynamic imports, re-exports and `import("…")` types of one file. Imports of types count like all others. */
function readImports(file: string, root: string): Import[] {
  const text = readFileSync(file, "utf8");
  const found: Import[] = [];
  const add = (source: { readonly value?: unknown; readonly start: number } | null): void => {
    if (typeof source?.value !== "string") return;
    const line = text.slice(0, source.start).split("\n").length;
    found.push({ file, place: `${relative(root, file)}:${line}`, specifier: source.value });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(node.source),
    TSImportType: (node) => add(node.source),
  }).visit(parseSync(file, text).program);
  return found;
}
