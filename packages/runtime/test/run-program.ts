import { spawn, type ChildProcess } from "node:child_process";

/** How a program ended, and what it wrote. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs in a Node of its own. */
export interface Program {
  readonly child: ChildProcess;
  /** Resolves once the program has written that text to stdout. */
  said(text: string): Promise<void>;
  readonly ending: Promise<Ending>;
}

/** Runs ES module source in a Node of its own; it imports packages by name. */
export function runProgram(source: string, env: Readonly<Record<string, string>> = {}): Program {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    cwd: import.meta.dirname,
    env: { ...process.env, NODE_OPTIONS: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => void (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => void (stderr += chunk.toString()));
  const ending = new Promise<Ending>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const said = async (text: string): Promise<void> => {
    while (!stdout.includes(text)) {
      const more = new Promise((resolve) => child.stdout.once("data", resolve));
      const closed = ending.then(({ stderr: errors }) => {
        if (!stdout.includes(text))
          throw new Error(`The program ended without saying ${JSON.stringify(text)}: ${errors}`);
      });
      await Promise.race([more, closed]);
    }
  };
  return { child, said, ending };
}
