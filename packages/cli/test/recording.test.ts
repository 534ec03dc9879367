import type { TraceEvent } from "baedal/trace";
import { reduceAll } from "baedal/trace";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChunkWriter } from "../dist/recording/chunk-writer.js";
import { chunkCount, chunkSize, drain, locked, makeChunks } from "../dist/recording/chunks.js";
import { decodeEvents } from "../dist/recording/event-decoder.js";
import { EventEncoder } from "../dist/recording/event-encoder.js";
import { NewestEvents } from "../dist/trace/newest-events.js";

/** Writes events and reads them back, as the two threads do. */
function throughMemory(events: readonly TraceEvent[], onFull?: (drainAll: () => void) => void): TraceEvent[] {
  const chunks = makeChunks();
  const read: TraceEvent[] = [];
  const drainAll = (): void =>
    locked(chunks, () => drain(chunks, (records) => void decodeEvents(records, (event) => void read.push(event))));
  const encoder = new EventEncoder(new ChunkWriter(chunks, () => onFull?.(drainAll)));
  for (const event of events) encoder.encode(event);
  drainAll();
  return read;
}

const name = fc.string({ unit: "binary", maxLength: 60 });
const at = fc.double({ noNaN: true, noDefaultInfinity: true });
const task = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const plain = fc.oneof(
  fc.constantFrom("queued", "GET", "http:end"),
  name,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.oneof(
  fc.constantFrom("id", "url", "bytes"),
  fc.string({ minLength: 1, maxLength: 9 }).filter((one) => one !== "__proto__"),
);
const event: fc.Arbitrary<TraceEvent> = fc.oneof(
  fc.record({ kind: fc.constant("spawn" as const), at, task, name, parent: task }),
  fc.record({ kind: fc.constant("start" as const), at, task }),
  fc.record({ kind: fc.constant("wait" as const), at, task, on: name }),
  fc.record({ kind: fc.constant("wait" as const), at, task, on: name, onTask: task }),
  fc.record({ kind: fc.constant("wake" as const), at, task, on: name, by: task }),
  fc.record({ kind: fc.constant("cancel" as const), at, task, message: name, by: task }),
  fc.record({
    kind: fc.constant("end" as const),
    at,
    task,
    outcome: fc.constantFrom("finished" as const, "cancelled" as const),
  }),
  fc.record({ kind: fc.constant("end" as const), at, task, outcome: fc.constant("failed" as const), error: name }),
  fc.record({
    kind: fc.constant("resource" as const),
    at,
    task,
    action: fc.constantFrom("acquired" as const, "released" as const),
    resource: name,
  }),
  fc.record({ kind: fc.constant("busy" as const), at, task, duration: at }),
  fc.record({ kind: fc.constant("drop" as const), at, task: fc.constant(0 as const), count: fc.nat() }),
  fc.record({
    kind: fc.constant("blocked" as const),
    at: fc.nat(),
    task,
    duration: fc.nat(),
    culprit: fc.record({ function: name, file: name, line: fc.nat(), column: fc.nat(), stack: fc.array(name) }),
  }),
  fc.record({ kind: fc.constant("shop:dish" as const), at, task, data: fc.dictionary(key, plain) }),
  fc.record({ kind: fc.constant("shop:menu" as const), at: fc.nat(), task, data: fc.dictionary(key, fc.array(plain)) }),
);

describe("records", () => {
  it("bring every event back as it was", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 50 }), (events) => {
        expect(throughMemory(events)).toEqual(events);
      }),
    );
  });

  it("keep what fits of a long text, and of one event too large nothing but its count", () => {
    const long = "짜".repeat(100_000);
    const events: TraceEvent[] = [
      { kind: "wait", at: 1, task: 1, on: long },
      { kind: "shop:menu", at: 2, task: 1, data: { dishes: [long, long] } },
      { kind: "start", at: 3, task: 1 },
    ];
    expect(throughMemory(events)).toEqual([
      { kind: "wait", at: 1, task: 1, on: long.slice(0, 4096) },
      { kind: "drop", at: 3, task: 0, count: 1 },
      { kind: "start", at: 3, task: 1 },
    ]);
  });

  it("end where they were cut, and say so", () => {
    const chunks = makeChunks();
    const encoder = new EventEncoder(new ChunkWriter(chunks, () => {}));
    encoder.encode({ kind: "spawn", at: 1, task: 1, name: "main", parent: 0 });
    encoder.encode({ kind: "wait", at: 2, task: 1, on: "sleep 1 ms" });
    encoder.close(3);
    drain(chunks, (records) => {
      const whole = decodeEvents(records, () => {});
      expect(whole).toEqual({ closed: true, cut: false });
      for (let length = 1; length < records.length; length++) {
        let events = 0;
        const { closed, cut } = decodeEvents(records.subarray(0, length), () => void events++);
        expect(closed).toBe(false);
        expect(cut || [1, 2].includes(events)).toBe(true);
      }
    });
  });

  it("go round in memory for as long as somebody takes them out", () => {
    const count = Math.ceil((2 * chunkSize * chunkCount) / 20);
    const events = Array.from({ length: count }, (_, index) => ({ kind: "start", at: index, task: 1 }) as const);
    const read = throughMemory(events, (drainAll) => drainAll());
    expect(read.length).toBe(count);
    expect(read.findIndex((one, index) => one.at !== index)).toBe(-1);
  });

  it("are counted when nobody does, and never overwritten", () => {
    const count = Math.ceil((2 * chunkSize * chunkCount) / 20);
    const chunks = makeChunks();
    const encoder = new EventEncoder(new ChunkWriter(chunks, () => {}));
    for (let index = 0; index < count; index++) encoder.encode({ kind: "start", at: index, task: 1 });
    const read: TraceEvent[] = [];
    const drainAll = (): void => drain(chunks, (records) => void decodeEvents(records, (one) => void read.push(one)));
    drainAll();
    const kept = read.length;
    expect(kept).toBeLessThan(count);
    expect(read.findIndex((one, index) => one.at !== index)).toBe(-1);
    encoder.encode({ kind: "start", at: count, task: 1 });
    drainAll();
    expect(read.slice(kept)).toEqual([
      { kind: "drop", at: count, task: 0, count: count - kept },
      { kind: "start", at: count, task: 1 },
    ]);
  });
});

describe("the newest events", () => {
  it("leave out the oldest, count them, and keep what live tasks stand on", () => {
    const newest = new NewestEvents(10);
    const events: TraceEvent[] = [
      { kind: "spawn", at: 0, task: 1, name: "patient", parent: 0 },
      { kind: "wait", at: 1, task: 1, on: "Event.wait" },
    ];
    for (let id = 2; id < 50; id++) {
      events.push({ kind: "spawn", at: id, task: id, name: `quick ${id}`, parent: 1 });
      events.push({ kind: "end", at: id, task: id, outcome: "finished" });
    }
    for (const one of events) newest.take(one);
    const kept = newest.events();
    const { tasks } = reduceAll(kept);
    expect(tasks.get(1)).toMatchObject({ name: "patient", state: "waiting", waits: ["Event.wait"] });
    expect(tasks.get(49)).toMatchObject({ state: "done" });
    expect(newest.dropped + kept.length).toBe(events.length);
    expect(kept.length).toBeLessThanOrEqual(13);
  });

  it("are all of them where they are few", () => {
    const newest = new NewestEvents();
    const events: TraceEvent[] = [
      { kind: "start", at: 0, task: 1 },
      { kind: "drop", at: 1, task: 0, count: 4 },
    ];
    for (const one of events) newest.take(one);
    expect({ events: newest.events(), dropped: newest.dropped }).toEqual({ events, dropped: 4 });
  });
});
