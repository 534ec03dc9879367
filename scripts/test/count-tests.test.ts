import { join } from "node:path";
import { expect, test } from "vitest";
import { countTests } from "../check/count-tests.ts";
import type { TestReport } from "../check/count-tests.ts";
import { repository } from "../check/repository.ts";

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

test("what failed is named, with its file and the first line of its reason", () => {
  const failed = {
    fullName: "a delivery is late",
    status: "failed",
    failureMessages: ["expected 1 to be 2\n  at x.ts"],
  };
  const testResults = [
    { name: join(repository, "a.test.ts"), status: "failed", assertionResults: [failed] },
    { name: join(repository, "b.test.ts"), status: "failed", assertionResults: [] },
  ];
  expect(countTests({ success: false, testResults }).failures).toEqual([
    "a.test.ts > a delivery is late: expected 1 to be 2",
    "b.test.ts: it could not be loaded, or failed outside its tests",
  ]);
});

test("a test that passed only at its second try is named, with what the first failed with", () => {
  const slow = {
    fullName: "a page is slow",
    status: "passed",
    failureMessages: ["Timeout 30000ms exceeded\n  at x.ts"],
  };
  const steady = { fullName: "a page is fast", status: "passed", failureMessages: [] };
  const testResults = [{ name: join(repository, "a.test.ts"), status: "passed", assertionResults: [slow, steady] }];
  expect(countTests({ success: true, testResults })).toMatchObject({
    passed: 2,
    failed: 0,
    unsteady: ["a.test.ts > a page is slow: Timeout 30000ms exceeded"],
  });
});

test("a skipped test is named", () => {
  expect(countTests(reportOf(true, ["passed", "skipped"]))).toMatchObject({
    passed: 1,
    failed: 0,
    notRun: ['test "is skipped" (skipped)'],
  });
});
