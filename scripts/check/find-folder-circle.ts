import { relative, resolve, sep } from "node:path";
import { findCycle } from "./find-cycle.ts";
import type { Import } from "./read-imports.ts";

/**
 * Folders of one package that import each other in a circle, with one import for each step of it. A file that lies
 * directly in `src` counts as a folder of its own.
 */
export function findFolderCircle(src: string, imports: readonly Import[]): string | undefined {
  const graph = new Map<string, Set<string>>();
  const places = new Map<string, string>();
  for (const { file, place, specifier } of imports) {
    if (!specifier.startsWith(".")) continue;
    const [from, to] = [folderOf(src, file), folderOf(src, resolve(file, "..", specifier))];
    if (from === to) continue;
    graph.set(from, (graph.get(from) ?? new Set<string>()).add(to));
    places.set(`${from} -> ${to}`, place);
  }
  const cycle = findCycle(graph) ?? [];
  const steps = cycle.slice(1).map((to, index) => `${cycle[index]} -> ${to}`);
  if (steps.length === 0) return undefined;
  return ["folders in a circle", ...steps.map((step) => `  ${step} by ${places.get(step)}`)].join("\n");
}

function folderOf(src: string, file: string): string {
  return relative(src, file).split(sep)[0] ?? file;
}
