import type { TraceEvent } from "baedal/trace";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TraceModel } from "../dist/analysis/trace-model.js";
import { activityOf } from "../dist/lanes/activity.js";
import { laneName } from "../dist/lanes/lane-line.js";
import { laneTree } from "../dist/lanes/lane-tree.js";
import { fitted, PiecePainter } from "../dist/lanes/piece-painter.js";
import { taskBar } from "../dist/lanes/task-bar.js";
import { at } from "./trace-events.ts";
import { requests, shop } from "./trace-stories.ts";

function modelOf(events: readonly TraceEvent[]): TraceModel {
  return new TraceModel().addAll(events);
}

function treeOf(model: TraceModel, toggled: readonly string[] = [], match?: (name: string) => boolean): string[] {
  const choice = {
    toggled: new Set(toggled),
    ...(match && { match: (record: { view: { name: string } }) => match(record.view.name) }),
  };
  return laneTree(model, choice).map((lane) => `${"  ".repeat(lane.depth)}${laneName(lane)}`);
}

describe("the lines of the picture", () => {
  it("stand each below the one that made it", () => {
    expect(treeOf(modelOf(shop().events))).toEqual(["main", "  courier Kim", "  courier Lee", "  cook"]);
    expect(treeOf(modelOf(shop().events), ["t1"])).toEqual(["main"]);
  });

  it("fold siblings of one name, and open them while they are few", () => {
    expect(treeOf(modelOf(requests(5).events))).toHaveLength(6);
    const few = treeOf(modelOf(requests(6).events));
    expect(few.slice(0, 3)).toEqual(["main", "  × 6 fetch …", "    fetch 0"]);
    const many = modelOf(requests(65).events);
    expect(treeOf(many)).toEqual(["main", "  × 65 fetch …"]);
    expect(treeOf(many, ["t1/fetch …"])).toHaveLength(67);
  });

  it("keep the makers of what is looked for", () => {
    expect(treeOf(modelOf(shop().events), [], (name) => name === "cook")).toEqual(["main", "  cook"]);
    expect(treeOf(modelOf(shop().events), [], () => false)).toEqual([]);
  });

  it("stand with what hurts first when that is asked for, each as high as the worst below it", () => {
    const begun = (task: number, name: string, moment: number, parent: number): TraceEvent[] => [
      at(moment).spawn(task, name, parent),
      at(moment).start(task),
    ];
    const model = modelOf([
      ...begun(1, "main", 0, 0),
      ...begun(2, "done, short", 1, 1),
      at(2).end(2),
      ...begun(3, "done, long", 2, 1),
      at(90).end(3),
      ...begun(4, "failed", 3, 1),
      at(5).end(4, "failed", "Error: burnt"),
      ...begun(5, "waits, for long", 4, 1),
      at(5).wait(5, "a future"),
      ...begun(6, "waits, not for long", 4, 1),
      at(50).wait(6, "a future"),
      ...begun(7, "asked to stop", 4, 1),
      at(60).wait(7, "sleep 1000 ms"),
      at(70).cancel(7, 1),
      ...begun(8, "maker of who computes", 5, 1),
      at(6).wait(8, "a future"),
      ...begun(9, "computes", 95, 8),
      at(96).wait(1, "task group of 2"),
      at(100).busy(9, 5),
    ]);
    const lanes = laneTree(model, { toggled: new Set(), hurtsFirst: true });
    expect(lanes.map((lane) => `${"  ".repeat(lane.depth)}${laneName(lane)}`)).toEqual([
      "main",
      "  maker of who computes",
      "    computes",
      "  asked to stop",
      "  waits, for long",
      "  waits, not for long",
      "  failed",
      "  done, long",
      "  done, short",
    ]);
  });

  it("are there for very deep and for very many tasks", () => {
    const deep = Array.from({ length: 20_000 }, (_, index) =>
      at(index).spawn(index + 1, `level ${"x".repeat(index % 3)}`, index),
    );
    expect(laneTree(modelOf(deep), { toggled: new Set() })).toHaveLength(20_000);
    const wide = Array.from({ length: 150_000 }, (_, index) => at(0).spawn(index + 2, `task ${index}`, 1));
    const model = modelOf([at(0).spawn(1, "main"), ...wide]);
    expect(laneTree(model, { toggled: new Set(["t1/task …"]) })).toHaveLength(150_002);
  });
});

describe("the bar of a task", () => {
  const frame = { from: 0, to: 1000, width: 1000 };

  it("never has more pieces than can be seen, and they stay within the frame and in order", () => {
    const stretch = fc.tuple(fc.double({ min: 0, max: 3, noNaN: true }), fc.constantFrom("running", "timer", "turn"));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 2000 }), fc.integer({ min: 50, max: 400 }), (stretches, width) => {
        const painter = new PiecePainter({ from: 100, to: 900, width });
        let from = 0;
        for (const [length, fill] of stretches) painter.paint(fill, from, (from += length));
        painter.flush();
        expect(painter.pieces.length).toBeLessThanOrEqual(width);
        let reached = 0;
        for (const { x, width: share } of painter.pieces) {
          expect(x).toBeGreaterThanOrEqual(reached - 2 / width);
          expect(x + share).toBeLessThanOrEqual(1 + 1 / width);
          reached = x;
        }
      }),
    );
  });

  it("keeps a lone moment between long stretches visible", () => {
    const painter = new PiecePainter(frame);
    painter.paint("timer", 0, 500);
    painter.paint("running", 500, 500.01);
    painter.paint("timer", 500.01, 1000);
    painter.flush();
    expect(painter.pieces.map(({ fill }) => fill)).toEqual(["timer", "running", "timer"]);
    expect(painter.pieces[1]?.width).toBeGreaterThanOrEqual(1 / 1000);
  });

  it("shows of a crowd what took most of it", () => {
    const painter = new PiecePainter(frame);
    for (let index = 0; index < 500; index++) {
      painter.paint("running", index * 0.1, index * 0.1 + 0.01);
      painter.paint("timer", index * 0.1 + 0.01, index * 0.1 + 0.1);
    }
    painter.flush();
    expect(painter.pieces).toMatchObject([{ fill: "timer", x: 0 }]);
    expect(painter.pieces[0]?.width).toBeCloseTo(0.05, 2);
  });

  it("writes what fits, shortened, and nothing that says nothing", () => {
    expect(fitted("Queue.get of 'dishes'", 400)).toBe("Queue.get of 'dishes'");
    expect(fitted("Queue.get of 'dishes'", 80)).toBe("Queue.get…");
    expect(fitted("Queue.get of 'dishes'", 20)).toBe("");
    expect(fitted("a\u202eb", 400)).toBe("a\\u{202e}b");
  });

  it("writes the path of a request where the whole of it has no room", () => {
    const url = "GET https://api.example.com/menu/12";
    const labelAt = (width: number): string | undefined => {
      const model = modelOf([at(0).spawn(1, "cook"), at(0).wait(1, url), at(100).wake(1, url)]);
      const record = model.tasks.get(1);
      if (record === undefined) throw new Error("No task");
      return taskBar(record, { frame: { from: 0, to: 100, width }, end: 100, path: new Map() }).pieces.find(
        ({ label }) => label !== undefined,
      )?.label;
    };
    expect([400, 120, 60, 20].map(labelAt)).toEqual([url, "GET /menu/12", "GET /me…", undefined]);
  });

  it("notes a failure behind the bar, and inside it where there is no room, in place of the labels there", () => {
    const events = (end: number): TraceEvent[] => [
      at(0).spawn(1, "cook"),
      at(0).start(1),
      at(1).wait(1, "sleep 900 ms"),
      at(end).end(1, "failed", "Error: burnt"),
    ];
    const barAt = (end: number) => {
      const model = modelOf(events(end));
      const record = model.tasks.get(1);
      if (record === undefined) throw new Error("No task");
      return taskBar(record, { frame, end: model.end, path: new Map() });
    };
    expect(barAt(500).note).toMatchObject({ text: "× Error: burnt", bad: true, x: 0.5, anchor: "start" });
    expect(barAt(500).pieces.at(-1)?.label).toBe("sleep 900 ms");
    expect(barAt(990).note).toMatchObject({ x: 0.99, anchor: "end" });
    expect(barAt(990).pieces.at(-1)?.label).toBeUndefined();
  });
});

describe("the activity of tasks", () => {
  it("is the mean number alive in each part of the frame, and of them those that went on", () => {
    const model = modelOf([
      at(0).spawn(1, "a"),
      at(0).start(1),
      at(0).spawn(2, "b"),
      at(25).wait(1, "sleep 1 ms"),
      at(50).end(1),
      at(100).end(2),
    ]);
    const { alive, running } = activityOf(model.tasks.values(), { from: 0, to: 100, width: 4 }, 100, 4);
    expect(alive).toEqual([2, 2, 1, 1]);
    expect(running).toEqual([1, 0, 0, 0]);
  });

  it("loses no time, however the parts lie", () => {
    const lives = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)));
    fc.assert(
      fc.property(lives, fc.integer({ min: 1, max: 50 }), (made, parts) => {
        const tasks = made.map(([a, b]) => ({
          slices: [],
          view: { createdAt: Math.min(a, b), endedAt: Math.max(a, b) },
        }));
        const { alive } = activityOf(tasks, { from: 0, to: 1000, width: 1 }, 1000, parts);
        const total = tasks.reduce((sum, { view }) => sum + view.endedAt - view.createdAt, 0);
        expect(alive.reduce((sum, mean) => sum + (mean * 1000) / parts, 0)).toBeCloseTo(total, 3);
      }),
    );
  });
});
