import { expect, test } from "vitest";
import { countTests } from "../check/count-tests.ts";
import type { TestReport } from "../check/count-tests.ts";

function reportOf(success: boolean, ...files: readonly (readonly string[])[]): TestReport {
  return {
    success,
    testResults: files.map((statuses) => ({
      name: "a.test.ts",
      status: statuses.includes("failed") || statuses.length === 0 ? "failed" : "passed",
      assertionResults: statuses.map((status) => ({ fullName: `is ${status}`, status })),
    })),
  };
}

test("a run in which no test ran has failed", () => {
  expect(countTests(reportOf(true))).toMatchObject({ passed: 0, failed: 1, output: "No test ran" });
});

test("a run in which every test was skipped has failed", () => {
  expect(countTests(reportOf(true, ["skipped", "todo"]))).toMatchObject({ passed: 0, failed: 1 });
});

test("a file that could not be loaded counts as one failure", () => {
  expect(countTests(reportOf(false, ["passed"], []))).toMatchObject({ passed: 1, failed: 1 });
});

test("an error outside any test counts as one failure", () => {
  expect(countTests(reportOf(false, ["passed", "passed"]))).toMatchObject({ passed: 2, failed: 1 });
});

test("tests are counted one by one", () => {
  expect(countTests(reportOf(false, ["passed", "failed", "failed"], ["passed"]))).toMatchObject({
    passed: 2,
    failed: 2,
  });
});

test("a skipped test is named", () => {
  expect(countTests(reportOf(true, ["passed", "skipped"]))).toMatchObject({
    passed: 1,
    failed: 0,
    notRun: ['test "is skipped" (skipped)'],
  });
});
