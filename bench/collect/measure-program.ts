import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a whole program has used, from its start to its end. */
export interface ProgramUsage {
  readonly wallMs: number;
  /** Of all its threads, in ms. */
  readonly cpuMs: number;
  readonly peakMegabytes: number;
  readonly stdout: string;
}

const preloaded = ["--import", join(import.meta.dirname, "report-usage.ts")];

/** `PYTHON` where the first on the path is not the one that has the packages. */
export const python: string = process.env["PYTHON"] ?? "python3";

/** Runs a program of Node, or of Python, in an empty directory, and measures it. Both tell what they have used at their end. */
export async function measureProgram(file: string, args: readonly string[]): Promise<ProgramUsage> {
  await using place = await mkdtempDisposable(join(tmpdir(), "baedal-bench-"));
  const usageFile = join(place.path, "usage.json");
  const start = performance.now();
  const command = file.endsWith(".py") ? [python, file] : [process.execPath, ...preloaded, file];
  const [program = "", ...own] = command;
  const child = spawn(program, [...own, ...args], {
    cwd: place.path,
    env: { ...process.env, BENCH_USAGE: usageFile },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  const [code] = (await once(child, "close")) as [number | null];
  const wallMs = performance.now() - start;
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
  const usage = JSON.parse(await readFile(usageFile, "utf8")) as NodeJS.ResourceUsage; // written by report-usage.ts
  const cpuMs = (usage.userCPUTime + usage.systemCPUTime) / 1000;
  return { wallMs, cpuMs, peakMegabytes: usage.maxRSS / 1024, stdout };
}
