import { spawn } from "node:child_process";

/** How a program ended, and what it wrote. */
export interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs ES module source in a Node of its own; it imports packages by name. */
export async function runProgram(source: string, nodeOptions: readonly string[] = []): Promise<Ending> {
  const child = spawn(process.execPath, [...nodeOptions, "--input-type=module", "--eval", source], {
    cwd: import.meta.dirname,
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => void (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => void (stderr += chunk.toString()));
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
