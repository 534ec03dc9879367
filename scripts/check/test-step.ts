import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { countTests } from "./count-tests.ts";
import type { TestReport } from "./count-tests.ts";
import { repository } from "./repository.ts";
import { runTool } from "./run-tool.ts";
import type { Outcome, Step } from "./step.ts";

const reportFile = join(repository, "node_modules/.cache/check/tests.json");

/** The tests, counted one by one. `filters` choose files by a part of their path; none means all. */
export function testStep(filters: readonly string[]): Step {
  return { name: "tests", run: () => runTests(filters) };
}

async function runTests(filters: readonly string[]): Promise<Outcome> {
  // A report of an earlier run must not stand in for one that this run failed to write.
  await rm(reportFile, { force: true });
  const { code } = await runTool(
    "vitest",
    [
      "run",
      "--allowOnly=false",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${reportFile}`,
      ...filters,
    ],
    { live: true, limit: 1_500_000 },
  );
  // The reporter's own format.
  const report = JSON.parse(await readFile(reportFile, "utf8")) as TestReport;
  return countTests({ ...report, success: report.success && code === 0 });
}
