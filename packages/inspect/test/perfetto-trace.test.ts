import { perfettoTrace, type TraceProgram } from "@baedal/inspect";
import { createTask, gather, Lock, run, sleep } from "baedal";
import { VirtualClock } from "baedal/testing";
import { record, type TraceEvent } from "baedal/trace";
import { describe, expect, it } from "vitest";

const program: TraceProgram = { command: "shop.ts", node: "26.10.0", startedAt: "2026-01-02T03:04:05.678Z", pid: 42 };

interface Entry {
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly cat?: string;
  readonly ts: number;
  readonly dur: number;
  readonly id?: number | string;
  readonly args?: Readonly<Record<string, unknown>>;
}

async function entriesOf(...batches: (readonly TraceEvent[])[]): Promise<Entry[]> {
  let text = "";
  for await (const piece of perfettoTrace(batches, () => program)) text += piece;
  return (JSON.parse(text) as { traceEvents: Entry[] }).traceEvents;
}

/** What a program of all sorts of waits does. */
async function recordShop(): Promise<readonly TraceEvent[]> {
  using recorder = record();
  const lock = new Lock({ name: "till" });
  await run(
    async () => {
      const clerks = [1, 2, 3].map((hours) => async () => {
        using _ = await lock.acquire();
        await sleep(hours);
      });
      const stuck = createTask(async () => await Promise.all([sleep(100), sleep(200)]), { name: "stuck" });
      await gather(clerks);
      stuck.cancel("closing time");
    },
    { name: "main", clock: new VirtualClock() },
  );
  return recorder.trace().events;
}

const spawn = (task: number, name: string, parent: number, at = 0): TraceEvent => ({
  kind: "spawn",
  at,
  task,
  name,
  parent,
});

describe("perfettoTrace", () => {
  it("gives every task a track with its name, grouped by parent", async () => {
    const entries = await entriesOf(await recordShop());
    const named = (kind: string): unknown[] =>
      entries.filter(({ name }) => name === kind).map(({ args }) => args?.["name"]);
    expect(named("process_name")).toEqual(["tasks", "tasks of main"]);
    expect(named("thread_name").slice(0, 2)).toEqual(["main", "stuck"]);
  });

  it("nests the slices of each track", async () => {
    const entries = await entriesOf(await recordShop());
    const tracks = Map.groupBy(
      entries.filter(({ ph }) => "BEX".includes(ph)),
      ({ pid, tid }) => `${pid} ${tid}`,
    );
    expect(tracks.size).toBe(5);
    for (const track of tracks.values()) {
      const [begin, end] = [track.find(({ ph }) => ph === "B"), track.find(({ ph }) => ph === "E")];
      expect(track.filter(({ ph }) => ph !== "X")).toHaveLength(2);
      let until = begin?.ts ?? Number.NaN;
      for (const { ts, dur } of track.filter(({ ph }) => ph === "X").toSorted((a, b) => a.ts - b.ts)) {
        expect(ts).toBeGreaterThanOrEqual(until);
        until = ts + dur;
      }
      expect(until).toBeLessThanOrEqual(end?.ts ?? Number.NaN);
    }
  });

  it("says what was waited for, several waits in one slice", async () => {
    const entries = await entriesOf(await recordShop());
    const states = entries.filter(({ cat }) => cat === "state").map(({ name }) => name);
    expect(states).toContain("waits for Lock.acquire of 'till'");
    expect(states).toContain("waits for sleep 100 ms, sleep 200 ms");
    expect(states).toContain("running");
  });

  it("draws an arrow from who woke to who was woken, both ends at one time", async () => {
    const entries = await entriesOf(await recordShop());
    const starts = entries.filter(({ ph }) => ph === "s");
    const ends = entries.filter(({ ph }) => ph === "f");
    expect(starts.length).toBeGreaterThanOrEqual(2);
    expect(ends.map(({ id, ts }) => [id, ts])).toEqual(starts.map(({ id, ts }) => [id, ts]));
    expect(new Set(starts.map(({ id }) => id)).size).toBe(starts.length);
    for (const [index, { tid }] of starts.entries()) expect(ends[index]?.tid).not.toBe(tid);
  });

  it("marks cancellations, blocked loops and losses", async () => {
    const moments = await entriesOf([
      spawn(1, "main", 0),
      { kind: "cancel", at: 1, task: 1, message: "enough", by: 0 },
      { kind: "blocked", at: 2, task: 1, duration: 300 },
      { kind: "drop", at: 3, task: 0, count: 9 },
    ]);
    const told = moments.filter(({ ph }) => ph === "i").map(({ name, tid, ts, args }) => ({ name, tid, ts, args }));
    expect(told).toEqual([
      { name: "cancel", tid: 1, ts: 1000, args: { message: "enough" } },
      { name: "event loop blocked", tid: 1, ts: 2000, args: { milliseconds: 300 } },
      { name: "events lost", tid: 0, ts: 3000, args: { count: 9 } },
    ]);
  });

  it("nests the phases of a request in it, also of several at once in one task", async () => {
    const http = (what: string, at: number, id: number, data: object): TraceEvent => ({
      kind: `http:${what}`,
      at,
      task: 1,
      data: { id, ...data },
    });
    const call = (id: number, at: number): TraceEvent[] => [
      http("request", at, id, { method: "GET", url: `http://shop/${id}`, streamed: false }),
      http("send", at, id, { sending: 1, method: "GET", url: `http://shop/${id}` }),
      http("phase", at + 1, id, { sending: 1, phase: "queued" }),
      http("phase", at + 3, id, { sending: 1, phase: "firstByte" }),
      http("end", at + 4, id, { status: 200, bytes: 10 }),
    ];
    const events = [...call(1, 0), ...call(2, 2)].toSorted((a, b) => a.at - b.at);
    const entries = await entriesOf([spawn(1, "main", 0), ...events]);
    const told = (id: number): string[] =>
      entries.filter((entry) => entry.id === id).map(({ ph, name, ts }) => `${ph} ${name} ${ts / 1000}`);
    const expected = (id: number, at: number): string[] => [
      `b GET http://shop/${id} ${at}`,
      `b queued ${at}`,
      `e queued ${at + 1}`,
      `b firstByte ${at + 1}`,
      `e firstByte ${at + 3}`,
      `e GET http://shop/${id} ${at + 4}`,
    ];
    expect({ first: told(1), second: told(2) }).toEqual({ first: expected(1, 0), second: expected(2, 2) });
  });

  it("closes what is open when the recording ends, and says so", async () => {
    const entries = await entriesOf(
      [spawn(1, "main", 0)],
      [{ kind: "start", at: 1, task: 1 }],
      [
        { kind: "wait", at: 2, task: 1, on: "Queue.get" },
        { kind: "busy", at: 5, task: 1, duration: 1 },
      ],
    );
    expect(entries.filter(({ ph }) => ph === "X").map(({ name, ts, dur }) => [name, ts, dur])).toEqual([
      ["running", 1000, 1000],
      ["waits for Queue.get", 2000, 3000],
    ]);
    expect(entries.at(-1)).toMatchObject({ ph: "E", ts: 5000, args: { outcome: "still alive" } });
  });

  it("is whole JSON for a recording of nothing", async () => {
    expect(await entriesOf()).toEqual([]);
    expect(await entriesOf([], [])).toEqual([]);
  });
});
