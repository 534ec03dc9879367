import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, join } from "node:path";
import { repository } from "./repository.ts";

export interface ToolResult {
  /** `null` when a signal ended it, which the time limit does too. */
  readonly code: number | null;
  /** stdout and stderr as they came; empty when they were passed on. */
  readonly output: string;
}

export interface ToolOptions {
  readonly cwd?: string;
  /** Passes what the tool prints on as it comes, in place of keeping it. */
  readonly live?: boolean;
  /** Milliseconds after which the tool is ended. @default 5 minutes */
  readonly limit?: number;
}

/** Runs a tool of `node_modules/.bin`, or of the PATH, to its end, without standard input. */
export async function runTool(tool: string, args: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
  const { cwd = repository, live = false, limit = 300_000 } = options;
  const output = live ? "inherit" : "pipe";
  const child = spawn(tool, args, {
    cwd,
    env: { ...process.env, PATH: pathWithTools() },
    stdio: ["ignore", output, output],
    timeout: limit,
    killSignal: "SIGKILL",
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  }
  const [code] = (await once(child, "close")) as [number | null]; // the signature of "close"
  return { code, output: chunks.join("") };
}

/** Our tools come first, but the `node` that runs this script comes before them: CI checks on two versions. */
function pathWithTools(): string {
  return [join(process.execPath, ".."), join(repository, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
}
