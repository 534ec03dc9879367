import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runTool } from "./run-tool.ts";

/** How programs look for packages, each way with the libraries that suit it. */
const ways = [
  { module: "nodenext", moduleResolution: "nodenext", lib: ["es2024"] },
  { module: "esnext", moduleResolution: "bundler", lib: ["esnext", "dom"] },
];

/**
 * Compiles a program that imports every one of the doors (`@baedal/http/sync`), with the mistakes of declarations counted,
 * which `skipLibCheck` would hide: `stripInternal` takes away what another declaration may need.
 *
 * @param folder - where the program is written, and where `node_modules` has the packages
 * @returns the compiler's complaints
 */
export async function compileDeclarations(folder: string, doors: readonly string[]): Promise<string> {
  if (doors.length === 0) return "";
  await writeFile(join(folder, "package.json"), `{ "type": "module" }`);
  await writeFile(join(folder, "program.ts"), doors.map(importOf).join("\n"));
  const complaints = await Promise.all(ways.map((way) => compile(folder, way)));
  return complaints.join("");
}

function importOf(door: string, index: number): string {
  return `export * as door${index} from ${JSON.stringify(door)};`;
}

async function compile(folder: string, way: (typeof ways)[number]): Promise<string> {
  const config = `tsconfig.${way.moduleResolution}.json`;
  await writeFile(join(folder, config), JSON.stringify(configuration(way)));
  const { code, output } = await runTool("tsc", ["-p", config, "--pretty", "false"], { cwd: folder });
  return code === 0 ? "" : `as moduleResolution ${way.moduleResolution} finds them\n${output}`;
}

function configuration(way: (typeof ways)[number]): object {
  return {
    compilerOptions: { ...way, target: "es2024", types: ["node"], strict: true, skipLibCheck: false, noEmit: true },
    files: ["program.ts"],
  };
}
