import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runTool } from "./run-tool.ts";
import type { ToolResult } from "./run-tool.ts";

/** A package, for programs that import it. */
export interface Importable {
  readonly name: string;
  /** The names by which it is imported, such as `@baedal/http/sync`. */
  readonly doors: readonly string[];
  /** Whether its package.json says that its declarations may need those of Node. */
  readonly hasNodeTypes: boolean;
}

/** How programs look for packages, each way with the libraries that suit it. */
const nodenext = { module: "nodenext", moduleResolution: "nodenext", lib: ["es2024"] };
const bundler = { module: "esnext", moduleResolution: "bundler", lib: ["esnext", "dom"] };

/**
 * Compiles a program that imports the packages by every door, with the mistakes of declarations counted, which `skipLibCheck`
 * would hide: `stripInternal` takes away what another declaration may need. Then those again that do not ask for the types of
 * Node, each by itself and without them.
 *
 * @param folder - where the programs are written, and where `node_modules` has the packages
 * @returns what is wrong; empty when nothing is
 */
export async function compileDeclarations(folder: string, packages: readonly Importable[]): Promise<string> {
  await writeFile(join(folder, "package.json"), `{ "type": "module" }`);
  const doors = packages.flatMap((each) => each.doors);
  const complaints = await Promise.all([nodenext, bundler].map((way) => complaintsOf(folder, doors, way)));
  if (complaints.some((complaint) => complaint !== "")) return complaints.join("");
  const modest = packages.filter(({ hasNodeTypes }) => !hasNodeTypes);
  return (await Promise.all(modest.map((each) => complaintOfNeed(folder, each)))).join("");
}

async function complaintsOf(folder: string, doors: readonly string[], way: typeof nodenext): Promise<string> {
  const { code, output } = await compile(folder, way.moduleResolution, doors, { ...way, types: ["node"] });
  return code === 0 ? "" : `as moduleResolution ${way.moduleResolution} finds them\n${output}`;
}

/** They may also come with a dependency, which then needs them just as well. */
async function complaintOfNeed(folder: string, { name, doors }: Importable): Promise<string> {
  const options = { ...nodenext, types: [], listFiles: true };
  const { code, output } = await compile(folder, name.replaceAll("/", "-"), doors, options);
  if (code === 0 && !output.includes("/@types/node/")) return "";
  return `${name} needs @types/node, which should stand in its package.json as an optional peer dependency\n`;
}

async function compile(folder: string, program: string, doors: readonly string[], way: object): Promise<ToolResult> {
  const options = { ...way, target: "es2024", strict: true, skipLibCheck: false, noEmit: true };
  const config = { compilerOptions: options, files: [`${program}.ts`] };
  await writeFile(join(folder, `${program}.json`), JSON.stringify(config));
  await writeFile(join(folder, `${program}.ts`), doors.map(importOf).join("\n"));
  return await runTool("tsc", ["-p", `${program}.json`, "--pretty", "false"], { cwd: folder });
}

function importOf(door: string, index: number): string {
  return `export * as door${index} from ${JSON.stringify(door)};`;
}
