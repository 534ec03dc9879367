import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Comparison, Contender } from "../compare.ts";

const execute = promisify(execFile);

/** Milliseconds that importing a package adds to a program, measured inside it. */
function importing(name: string, from: string): Contender {
  const source = `const start = process.hrtime.bigint(); await import(${JSON.stringify(from)}); console.log(String(process.hrtime.bigint() - start));`;
  const work = async (): Promise<number> => {
    const { stdout } = await execute(process.execPath, ["--input-type=module", "--eval", source], {
      cwd: import.meta.dirname,
    });
    return Number(stdout);
  };
  return { name, work };
}

/** What the first line of a program costs. */
export const importTime: Comparison = {
  title: "import",
  operations: 1,
  rounds: 9,
  unit: "ms",
  contenders: [importing("baedal", "baedal"), importing("Effect", "effect"), importing("effection", "effection")],
  goals: [{ ours: "baedal", atMost: 15 }],
};
