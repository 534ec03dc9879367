import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** How a program ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an example, named by its path from `examples/`, as a reader would: `node examples/<file>`. */
export async function runExample(file: string, input = ""): Promise<Ended> {
  return await runFile(fileURLToPath(new URL(`../${file}`, import.meta.url)), input);
}

/** Runs any program with the Node that runs the tests. */
export async function runFile(path: string, input = ""): Promise<Ended> {
  const child = spawn(process.execPath, [path]);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  child.stdin.on("error", () => {}); // a program that ends without reading its input closes the pipe
  child.stdin.end(input);
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}
