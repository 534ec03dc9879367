import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DocFence } from "./doc-fences.ts";
import { runTool } from "./run-tool.ts";

/**
 * Compiles all examples at once, each a module of its own, against the built packages that `root` sees. The result has
 * the compiler's complaints for each of them, with their places in the documentation.
 */
export async function compileDocExamples(root: string, fences: readonly DocFence[]): Promise<string[][]> {
  await mkdir(join(root, "node_modules/.cache"), { recursive: true });
  // Under `node_modules`, where the names of the packages lead to their builds.
  await using folder = await mkdtempDisposable(join(root, "node_modules/.cache/doc-examples-"));
  await writeFile(join(folder.path, "package.json"), `{ "type": "module" }`);
  await writeFile(join(folder.path, "tsconfig.json"), JSON.stringify(configuration(root)));
  await Promise.all(fences.map(({ code }, index) => writeFile(join(folder.path, fileName(index)), code)));
  const { output } = await runTool("tsc", ["-p", ".", "--pretty", "false"], { cwd: folder.path });
  const complaints = fences.map((fence, index) => complaintsAbout(fence, fileName(index), output));
  // Nothing may be lost: what is about no example, such as a mistake in the configuration, is about all of them.
  const lost = output !== "" && complaints.every((found) => found.length === 0);
  return lost ? fences.map(() => [output]) : complaints;
}

function fileName(index: number): string {
  return `example-${index}.ts`;
}

/** Examples are strict TypeScript like the rest, but may leave a result unused. */
function configuration(root: string): object {
  return {
    extends: join(root, "tsconfig.base.json"),
    compilerOptions: {
      noEmit: true,
      composite: false,
      declaration: false,
      declarationMap: false,
      isolatedDeclarations: false,
      noUnusedLocals: false,
      noUnusedParameters: false,
      moduleDetection: "force",
    },
    include: ["*.ts"],
  };
}

/** `example-3.ts(7,9): error TS2322: …` and the indented lines that go on with it. */
function complaintsAbout(fence: DocFence, file: string, output: string): string[] {
  const lines = output.split("\n").map((line) => (line.startsWith(" ") ? `\n${line}` : `\0${line}`));
  const complaints = lines
    .join("")
    .split("\0")
    .filter((complaint) => complaint.startsWith(`${file}(`));
  return complaints.map((complaint) => fence.path + complaint.slice(file.length));
}
