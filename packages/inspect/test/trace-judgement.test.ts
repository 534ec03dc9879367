import type { TraceEvent } from "baedal/trace";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { criticalPath } from "../dist/analysis/critical-path.js";
import { summariseTrace } from "../dist/analysis/summary.js";
import { taskFigures } from "../dist/analysis/task-figures.js";
import { TraceModel } from "../dist/analysis/trace-model.js";
import { verdict } from "../dist/analysis/verdict.js";
import { at, couriers } from "./trace-events.ts";

function modelOf(events: readonly TraceEvent[]): TraceModel {
  return new TraceModel().addAll(events);
}

function verdictOf(model: TraceModel, task: number): string {
  const record = model.tasks.get(task);
  return record === undefined ? "unknown" : verdict(taskFigures(record, model));
}

function pathOf(model: TraceModel): string[] {
  return criticalPath(model).map(({ task, from, to, waits }) => `${task} ${from}-${to} ${waits.join() || "ran"}`);
}

describe("the verdict on a task", () => {
  it("is I/O-bound for one that waits for the world outside, and says who only waits for tasks", () => {
    const model = modelOf(couriers());
    expect([1, 2, 3].map((task) => verdictOf(model, task))).toEqual(["waits for tasks", "I/O-bound", "I/O-bound"]);
  });

  it("is CPU-bound where the measured steps make up most of the life", () => {
    const model = modelOf([
      at(0).spawn(1, "sums"),
      at(0).start(1),
      at(90).wait(1, "sleep 0 ms"),
      at(0).busy(1, 90),
      at(91).wake(1, "sleep 0 ms"),
      at(120).end(1),
      at(91).busy(1, 29),
    ]);
    expect(verdictOf(model, 1)).toBe("CPU-bound");
    expect(summariseTrace(model)).toMatchObject({ measured: true, computedMs: 119 });
  });

  it("does not take a promise that Baedal did not make for computing, where computing is measured", () => {
    const model = modelOf([at(0).spawn(1, "reader"), at(0).start(1), at(0).busy(1, 2), at(100).end(1)]);
    expect(verdictOf(model, 1)).toBe("I/O-bound");
  });

  it("charges a task, where nothing is measured, only until something else had its turn", () => {
    const model = modelOf([
      at(0).spawn(1, "reader"),
      at(0).spawn(2, "ticker"),
      at(0).start(1),
      at(3).start(2),
      at(4).wait(2, "sleep 50 ms"),
      at(54).wake(2, "sleep 50 ms"),
      at(55).end(2),
      at(100).end(1),
    ]);
    expect(verdictOf(model, 1)).toBe("I/O-bound");
    const record = model.tasks.get(1);
    expect(record && taskFigures(record, model)).toMatchObject({ computed: 3, unseen: 97 });
  });

  it("charges of several woken in one turn the one that ran", () => {
    const model = modelOf([
      at(0).spawn(1, "accounts"),
      at(0).spawn(2, "cook"),
      at(0).start(1),
      at(0).wait(1, "sleep 10 ms"),
      at(0).start(2),
      at(0).wait(2, "sleep 10 ms"),
      at(10).wake(1, "sleep 10 ms"),
      at(10.2).wake(2, "sleep 10 ms"),
      at(150).wait(1, "sleep 50 ms"),
      at(150.1).wait(2, "sleep 50 ms"),
      at(200).wake(1, "sleep 50 ms"),
    ]);
    expect([...model.tasks.values()].map(({ estimate }) => Math.round(estimate))).toEqual([140, 0]);
  });

  it("counts requests of its own as HTTP, though the task waits for all of them at once", () => {
    const model = modelOf([
      at(0).spawn(1, "main"),
      at(0).start(1),
      at(0).http(1, "request", { id: 1, method: "GET", url: "http://a.test/" }),
      at(0).http(1, "request", { id: 2, method: "GET", url: "http://a.test/" }),
      at(0).wait(1, "gather of 2"),
      at(60).http(1, "end", { id: 1, status: 200, bytes: 1 }),
      at(80).http(1, "end", { id: 2, status: 200, bytes: 1 }),
      at(90).wake(1, "gather of 2, 2 done"),
      at(90).end(1),
    ]);
    expect(verdictOf(model, 1)).toBe("I/O-bound");
    expect(summariseTrace(model)).toMatchObject({ calls: 2, oneByOneMs: 140, wallMs: 90 });
    expect(Object.fromEntries(summariseTrace(model).waited)).toEqual({ http: 80, tasks: 10 });
  });

  it("is left open for a life too short to tell", () => {
    expect(verdictOf(modelOf([at(0).spawn(1, "x"), at(0).start(1), at(0.4).end(1)]), 1)).toBe("brief");
  });
});

describe("the critical path", () => {
  it("leads from the last end through whom it waited for back to the beginning", () => {
    expect(pathOf(modelOf(couriers()))).toEqual([
      "1 0-1 ran",
      "3 1-2 its first turn",
      "3 2-3 ran",
      "3 3-103 sleep 100 ms",
      "3 103-105 ran",
      "1 105-106 ran",
    ]);
  });

  it("follows the task that woke the waiter", () => {
    const model = modelOf([
      at(0).spawn(1, "eater"),
      at(0).spawn(2, "cook"),
      at(0).start(1),
      at(1).wait(1, "Queue.get of 'dishes'"),
      at(1).start(2),
      at(2).wait(2, "sleep 40 ms"),
      at(42).wake(2, "sleep 40 ms"),
      at(43).wake(1, "Queue.get of 'dishes'", 2),
      at(44).end(2),
      at(50).end(1),
    ]);
    expect(pathOf(model)).toEqual([
      "2 0-1 its first turn",
      "2 1-2 ran",
      "2 2-42 sleep 40 ms",
      "2 42-43 ran",
      "1 43-50 ran",
    ]);
  });

  it("ends, moves forwards in time and stays within the recording, whatever the events say", () => {
    const kinds = fc.constantFrom("spawn", "start", "wait", "wake", "end");
    const some = fc.record({
      kind: kinds,
      step: fc.nat(2),
      task: fc.integer({ min: 1, max: 5 }),
      other: fc.integer({ min: 0, max: 5 }),
      on: fc.constantFrom("sleep 1 ms", "task 'x'", "Queue.get"),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 80 }), (made) => {
        let now = 0;
        const events = made.map(({ step, other, ...event }) => ({
          ...event,
          at: (now += step),
          name: "n",
          parent: other,
          by: other,
          outcome: "finished",
        })) as TraceEvent[];
        const model = modelOf(events);
        let reached = model.start;
        for (const { from, to } of criticalPath(model)) {
          expect(from).toBeGreaterThanOrEqual(reached);
          expect(to).toBeGreaterThan(from);
          reached = to;
        }
        expect(reached).toBeLessThanOrEqual(model.end);
      }),
    );
  });
});

describe("the summary of a trace", () => {
  it("compares with one after another, of which waits for other tasks are no part", () => {
    const summary = summariseTrace(modelOf(couriers()));
    expect(summary).toMatchObject({ tasks: 3, alive: 0, peak: 3, wallMs: 106, outcomes: { finished: 3 } });
    // 10 + 100 ms asleep, and 7 ms that the three ran.
    expect(summary.oneByOneMs).toBe(117);
    expect(summary.speedUp).toBeCloseTo(117 / 106);
  });

  it("says nothing of nothing", () => {
    const summary = summariseTrace(modelOf([]));
    expect(summary).toMatchObject({ tasks: 0, wallMs: 0, speedUp: 0, computedMs: 0, path: [], findings: [] });
  });
});
