import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";

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
  /** The same for stderr. */
  complained(text: string): Promise<void>;
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
  const wrote = async (stream: Readable, written: () => string, text: string): Promise<void> => {
    while (!written().includes(text)) {
      const more = new Promise((resolve) => stream.once("data", resolve));
      const closed = ending.then(() => {
        if (!written().includes(text)) throw new Error(`The program ended without ${JSON.stringify(text)}: ${stderr}`);
      });
      await Promise.race([more, closed]);
    }
  };
  return {
    child,
    said: async (text) => await wrote(child.stdout, () => stdout, text),
    complained: async (text) => await wrote(child.stderr, () => stderr, text),
    ending,
  };
}
