import type { TraceEvent } from "baedal/trace";
import { describe, expect, it } from "vitest";
import { findLints } from "../dist/analysis/lints/find-lints.js";
import type { Finding } from "../dist/analysis/lints/finding.js";
import { TraceModel } from "../dist/analysis/trace-model.js";
import { at, couriers } from "./trace-events.ts";

function lint(events: readonly TraceEvent[]): Finding[] {
  return findLints(new TraceModel().addAll(events));
}

const main = [at(0).spawn(1, "main"), at(0).start(1)];

describe("the lints", () => {
  it("find nothing in a program that does it right", () => {
    expect(lint(couriers())).toEqual([]);
    expect(lint([])).toEqual([]);
  });

  it("name the function that stopped the loop, how long and how often", () => {
    const culprit = { function: "parse", file: "src/parse.ts", line: 12, column: 3, stack: [] };
    const [found, ...more] = lint([
      ...main,
      at(1).spawn(2, "import", 1),
      at(1).wait(1, "task 'import'", 2),
      { kind: "blocked", at: 10, task: 2, duration: 120, culprit },
      { kind: "blocked", at: 200, task: 2, duration: 412, culprit },
    ]);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ code: "blocked-loop", tasks: [2], from: 200, to: 612 });
    expect(found?.what).toBe(
      "The event loop stood still for 412 ms in parse (src/parse.ts:12), in task 'import', the longest of 2 times: nothing else could run.",
    );
    expect(found?.advice).toContain("WorkerPool");
  });

  it("do not count as blocked what a program takes to load, before it has a task", () => {
    const loading = (duration: number): TraceEvent => ({ kind: "blocked", at: 100, task: 0, duration });
    const begun = [at(640).spawn(1, "main"), at(640).start(1), at(650).wait(1, "sleep 1 ms"), at(900).end(1)];
    expect(lint([loading(550), ...begun])).toEqual([]);
    expect(new TraceModel().addAll([loading(550), ...begun]).start).toBe(640);
    expect(lint([loading(700), ...begun])).toMatchObject([{ code: "blocked-loop" }]);
    expect(lint([loading(550)])).toMatchObject([{ code: "blocked-loop" }]);
  });

  it("see a blocked loop in measured steps too, and do not tell the same twice", () => {
    const steps = [...main, at(0).busy(1, 250), at(250).wait(1, "sleep 1 ms")];
    expect(lint(steps)).toMatchObject([
      { code: "blocked-loop", what: expect.stringContaining("250 ms, in task 'main'") },
    ]);
    expect(lint([...steps, { kind: "blocked", at: 100, task: 1, duration: 150 }])).toHaveLength(1);
  });

  it("find a task that ran to its end without a wait, but not one that waited for promises of others", () => {
    const events = [...main, at(1).wait(1, "task 'sums'", 2), at(1).spawn(2, "sums", 1), at(1).start(2)];
    expect(lint([...events, at(1).busy(2, 79), at(81).end(2)])).toMatchObject([
      {
        code: "never-yielded",
        what: "Task 'sums' ran for 80 ms without one wait, and could neither be interrupted nor cancelled.",
        tasks: [2],
      },
    ]);
    expect(lint([...events, at(1).busy(2, 4), at(81).end(2)])).toEqual([]);
    expect(lint([...events, at(81).end(2)])[0]?.what).toContain("without one wait that Baedal could see");
  });

  it("find a fan-out without a limit, but not one that a semaphore bounds", () => {
    const fan = (on: (index: number) => string): TraceEvent[] => [
      ...main,
      ...Array.from({ length: 120 }, (_, index) => [
        at(1).spawn(index + 2, `fetch ${index}`, 1),
        at(1).start(index + 2),
        at(2).wait(index + 2, on(index)),
      ]).flat(),
      at(50).wait(1, "task group of 120"),
    ];
    const [found] = lint(fan((index) => `GET http://a.test/${index}`));
    expect(found).toMatchObject({ code: "unbounded-fan-out" });
    expect(found?.what).toBe("120 tasks 'fetch …' of 'main' were started with no limit: 120 were under way at once.");
    expect(found?.tasks).toHaveLength(120);
    expect(lint(fan((index) => (index < 20 ? "GET http://a.test/" : "Semaphore.acquire of 'places'")))).toEqual([]);
  });

  it("find a lock that is held across I/O while others wait, but not one that nobody misses", () => {
    const holder = [
      ...main,
      at(1).acquired(1, "Lock 'till'"),
      at(2).wait(1, "GET http://a.test/rate"),
      at(90).wake(1, "GET http://a.test/rate"),
      at(91).released(1, "Lock 'till'"),
      at(92).end(1),
    ];
    expect(lint(holder)).toEqual([]);
    const waiter = [
      at(0).spawn(2, "customer"),
      at(0).start(2),
      at(5).wait(2, "Lock.acquire of 'till'"),
      at(91).wake(2, "Lock.acquire of 'till'", 1),
      at(92).end(2),
    ];
    expect(lint([...holder, ...waiter].toSorted((a, b) => a.at - b.at))).toMatchObject([
      {
        code: "lock-across-io",
        what: "Task 'main' held Lock 'till' across GET http://a.test/rate, while one task waited for it, 86 ms in all.",
        tasks: [1],
        from: 1,
        to: 91,
      },
    ]);
  });

  it("do not count whoever held a lock among those who waited for it", () => {
    const turn = (task: number, from: number): TraceEvent[] => [
      at(from).acquired(task, "Lock 'till'"),
      at(from).wait(task, "GET http://a.test/rate"),
      at(from + 30).wake(task, "GET http://a.test/rate"),
      at(from + 30).released(task, "Lock 'till'"),
    ];
    const events = [
      ...main,
      at(0).spawn(2, "customer"),
      at(0).start(2),
      ...turn(1, 1),
      at(2).wait(2, "Lock.acquire of 'till'"),
      at(31).wake(2, "Lock.acquire of 'till'", 1),
      ...turn(2, 31),
      at(40).wait(1, "Lock.acquire of 'till'"),
      at(61).wake(1, "Lock.acquire of 'till'", 2),
      ...turn(1, 62),
    ];
    const [found] = lint(events.toSorted((a, b) => a.at - b.at));
    expect(found?.what).toBe(
      "Task 'main' held Lock 'till' across GET http://a.test/rate (3 times in all), while one task waited for it, 29 ms in all.",
    );
  });

  it("find tasks that outlived the one that made them", () => {
    const left = [...main, at(1).spawn(2, "log 1", 1), at(1).spawn(3, "log 2", 1), at(2).end(1)];
    expect(lint([...left, at(3).cancel(2), at(4).end(2, "cancelled"), at(9).end(3)])).toMatchObject([
      {
        code: "outlived-parent",
        what: "2 tasks 'log …' were still running when 'main', which had made them, was done; the last was cancelled.",
        tasks: [2, 3],
      },
    ]);
    expect(lint([...main, at(1).spawn(2, "log", 1), at(2).end(2), at(2).end(1)])).toEqual([]);
  });

  it("find a cancellation that was caught and forgotten", () => {
    const stubborn = [...main, at(1).wait(1, "sleep 900 ms"), at(5).cancel(1), at(5).wake(1, "sleep 900 ms")];
    expect(lint([...stubborn, at(30).end(1)])).toMatchObject([
      {
        code: "swallowed-cancellation",
        what: "Task 'main' swallowed a cancellation: asked to stop, it finished as if nothing had been 25 ms later.",
        tasks: [1],
        from: 5,
        to: 30,
      },
    ]);
    expect(lint([...stubborn, at(30).end(1, "cancelled")])).toEqual([]);
    const deaf = lint([...stubborn, at(6).wait(1, "sleep 900 ms"), at(1500).spawn(2, "other")]);
    expect(deaf[0]?.what).toContain("it was still going on 1.50 s later");
  });

  it("give every finding the way out in one sentence", () => {
    const all = lint([...main, at(5).cancel(1), at(200).busy(1, 200), at(300).spawn(2, "child", 1), at(310).end(1)]);
    expect(all.map(({ code }) => code)).toEqual(["blocked-loop", "swallowed-cancellation", "outlived-parent"]);
    for (const { what, advice } of all) for (const text of [what, advice]) expect(text).toMatch(/^[A-Z].*\.$/u);
  });
});
