import * as everyday from "baedal";
import * as lowlevel from "baedal/lowlevel";
import * as testing from "baedal/testing";
import * as trace from "baedal/trace";
import { expect, test } from "vitest";

const names = (door: object): string[] => Object.keys(door).toSorted();

test("The everyday door has these names and no others", () => {
  expect(names(everyday)).toEqual([
    "Barrier",
    "BoundedSemaphore",
    "BrokenBarrierError",
    "CancelledError",
    "CapacityLimiter",
    "Condition",
    "Coroutine",
    "DeadlockError",
    "Event",
    "ExceptionGroup",
    "Future",
    "InvalidStateError",
    "KeyboardInterrupt",
    "LifoQueue",
    "Lock",
    "PriorityQueue",
    "Queue",
    "QueueEmpty",
    "QueueFull",
    "QueueShutDown",
    "RuntimeError",
    "Semaphore",
    "Task",
    "TimeoutError",
    "allTasks",
    "asCompleted",
    "cancellable",
    "coroutine",
    "createTask",
    "currentTask",
    "ensureFuture",
    "gather",
    "isTimeout",
    "now",
    "race",
    "run",
    "shield",
    "signal",
    "sleep",
    "sleepSync",
    "taskGroup",
    "taskTree",
    "timeout",
    "timeoutAt",
    "wait",
    "waitFor",
  ]);
});

test("The low-level door has these", () => {
  expect(names(lowlevel)).toEqual(["callLater", "enclosingRun", "holdClock", "milliseconds", "onRunEnd", "suspend"]);
});

test("The testing door has these", () => {
  expect(names(testing)).toEqual(["ExploreError", "VirtualClock", "explore", "waitUntilIdle"]);
});

test("The trace door has these", () => {
  expect(names(trace)).toEqual([
    "Recorder",
    "currentTaskNumber",
    "emit",
    "emptyState",
    "isTracing",
    "liveTasks",
    "liveWaits",
    "publish",
    "record",
    "reduce",
    "reduceAll",
    "reduceTask",
    "subscribe",
    "traceVersion",
  ]);
});
