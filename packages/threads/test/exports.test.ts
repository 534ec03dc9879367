import * as threads from "@baedal/threads";
import * as worker from "@baedal/threads/worker";
import { expect, test } from "vitest";

test("the package has these doors and no others", () => {
  expect(Object.keys(threads).sort()).toEqual([
    "NotCloneableError",
    "PoolClosedError",
    "ThreadCrashedError",
    "ThreadError",
    "UnknownFunctionError",
    "WorkerModuleError",
    "WorkerPool",
    "transfer",
  ]);
  expect(Object.keys(worker)).toEqual(["transfer"]);
});
