import { relative } from "node:path";
import { repository } from "./repository.ts";
import type { Outcome } from "./step.ts";

/** The part of the report of vitest's `json` reporter that is read here. */
export interface TestReport {
  readonly success: boolean;
  readonly testResults: readonly TestFile[];
}

interface TestFile {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly TestResult[];
}

interface TestResult {
  readonly fullName: string;
  readonly status: string;
  /** Of a test that has passed: what its first try failed with. */
  readonly failureMessages?: readonly string[] | null;
}

/**
 * Counts tests one by one. A file that could not be loaded has no tests and counts as one failure; so does whatever
 * else made the runner fail, such as an error outside any test; and so does a run without a single test.
 */
export function countTests(report: TestReport): Outcome {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === "passed").length;
  const failed = tests.filter((test) => test.status === "failed").length + report.testResults.filter(isBroken).length;
  const notRun = tests.filter((test) => test.status !== "passed" && test.status !== "failed").map(describeSkipped);
  if (passed + failed === 0) return { passed, failed: 1, output: "No test ran", notRun };
  if (failed === 0 && !report.success) return { passed, failed: 1, output: "The runner failed outside a test", notRun };
  const failures = report.testResults.flatMap(describeFailures);
  return { passed, failed, output: "", notRun, failures, unsteady: report.testResults.flatMap(describeUnsteady) };
}

function describeFailures(file: TestFile): string[] {
  const path = relative(repository, file.name);
  if (isBroken(file)) return [`${path}: it could not be loaded, or failed outside its tests`];
  return file.assertionResults.filter(({ status }) => status === "failed").map((test) => describeTest(path, test));
}

/** Tests that have passed, but not at once. */
function describeUnsteady(file: TestFile): string[] {
  const path = relative(repository, file.name);
  return file.assertionResults
    .filter(({ status, failureMessages }) => status === "passed" && (failureMessages?.length ?? 0) > 0)
    .map((test) => describeTest(path, test));
}

function describeTest(path: string, { fullName, failureMessages }: TestResult): string {
  return `${path} > ${fullName}: ${failureMessages?.[0]?.split("\n", 1)[0] ?? "no reason given"}`;
}

function isBroken(file: TestFile): boolean {
  return file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed");
}

function describeSkipped(test: TestResult): string {
  return `test "${test.fullName}" (${test.status})`;
}
