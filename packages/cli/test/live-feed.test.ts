import type { TraceEvent } from "baedal/trace";
import { reduceAll } from "baedal/trace";
import { describe, expect, it } from "vitest";
import { LiveFeed } from "../dist/live/live-feed.js";

const program = { command: "shop.ts", node: "26.10.0", startedAt: "2026-01-02T03:04:05.678Z", pid: 42 };
const spawn = (task: number, name: string): TraceEvent => ({ kind: "spawn", at: task, task, name, parent: 0 });
const end = (task: number): TraceEvent => ({ kind: "end", at: task, task, outcome: "finished" });
const wait = (task: number, on: string): TraceEvent => ({ kind: "wait", at: task, task, on });

/** A feed that somebody watches, of which `patient` waits. */
function watchedFeed(): LiveFeed {
  const feed = new LiveFeed();
  feed.watched(true, true);
  feed.take(spawn(1, "patient"));
  feed.take(wait(1, "Event.wait"));
  return feed;
}

describe("the feed of a live page", () => {
  it("gives each event once, in order", () => {
    const feed = watchedFeed();
    expect(feed.nextBatch()).toEqual({ events: [spawn(1, "patient"), wait(1, "Event.wait")], dropped: 0 });
    feed.take(end(1));
    expect(feed.nextBatch()).toEqual({ events: [end(1)], dropped: 0 });
    expect(feed.nextBatch()).toEqual({ events: [], dropped: 0 });
  });

  it("counts what is more than a batch holds, and says then where the live tasks stand", () => {
    const feed = watchedFeed();
    for (let task = 2; task < 30_000; task++) for (const event of [spawn(task, "quick"), end(task)]) feed.take(event);
    const { events, dropped, alive } = feed.nextBatch();
    expect(dropped).toBeGreaterThan(30_000);
    expect(alive).toEqual([1]);
    expect(events.slice(-2)).toEqual([spawn(1, "patient"), wait(1, "Event.wait")]);
    feed.take(end(1));
    expect(feed.nextBatch()).toEqual({ events: [end(1)], dropped: 0 });
  });

  it("takes what is waited for anew when the program says it again", () => {
    const feed = watchedFeed();
    feed.nextBatch();
    feed.take({ kind: "trace:resumed", at: 5, task: 0, data: { lost: 7 } });
    feed.take(wait(1, "Queue.get"));
    const { events, dropped, alive } = feed.nextBatch();
    expect({ dropped, alive }).toEqual({ dropped: 7, alive: [1] });
    expect(reduceAll(events).tasks.get(1)).toMatchObject({ name: "patient", waits: ["Queue.get"] });
    expect(feed.knowsWaits).toBe(true);
    feed.watched(false, false);
    expect(feed.knowsWaits).toBe(false);
  });

  it("shows a newcomer the last while and every live task, however old, and counts the rest", () => {
    const feed = watchedFeed();
    for (let task = 2; task < 60_000; task++) for (const event of [spawn(task, "quick"), end(task)]) feed.take(event);
    const { events, dropped } = feed.state(program);
    expect(events.length).toBeLessThan(50_000);
    expect(dropped + events.length).toBe(2 + 2 * 59_998);
    const { tasks } = reduceAll(events);
    expect(tasks.get(1)).toMatchObject({ name: "patient", state: "waiting" });
    expect(tasks.get(59_999)).toMatchObject({ state: "done" });
  });
});
