import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import type { Contender } from "../compare.ts";

const script = `${import.meta.dirname}/asyncio_peer.py`;
const execute = promisify(execFile);

function pythonVersion(): string | undefined {
  try {
    return execFileSync("python3", ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
}

const version = pythonVersion();

/** asyncio as a contender, where Python is installed. It measures itself, so that its start does not count. */
export function asyncio(benchmark: string): readonly Contender[] {
  if (version === undefined) return [];
  const work = async (operations: number): Promise<number> => {
    const { stdout } = await execute("python3", [script, benchmark, String(operations)]);
    return Number(stdout);
  };
  return [{ name: `asyncio (${version})`, work }];
}
