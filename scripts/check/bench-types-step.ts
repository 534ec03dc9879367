import { existsSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./repository.ts";
import { runTool } from "./run-tool.ts";
import { single } from "./step.ts";
import type { Outcome, Step } from "./step.ts";

/** The types of the benchmarks. The peers that they measure are installed by hand, in `bench/` only. */
export const benchTypesStep: Step = { name: "bench", run: checkBenchTypes };

async function checkBenchTypes(): Promise<Outcome> {
  if (!existsSync(join(repository, "bench/node_modules"))) {
    return { passed: 0, failed: 0, output: "", notRun: ["types of the benchmarks (first: npm ci --prefix bench)"] };
  }
  const { code, output } = await runTool("tsc", ["-p", "bench/tsconfig.json"]);
  return single(code === 0, output);
}
