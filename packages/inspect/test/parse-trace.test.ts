import { eventLine, footerLine, headerLine, parseTrace, TraceFileError, type TraceProgram } from "@baedal/inspect";
import type { TraceEvent } from "baedal/trace";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const program: TraceProgram = { command: "shop.ts", node: "26.10.0", startedAt: "2026-01-02T03:04:05.678Z", pid: 42 };
const header = headerLine(program, "0.1.0");
const events: TraceEvent[] = [
  { kind: "spawn", at: 1, task: 1, name: "main", parent: 0 },
  { kind: "wait", at: 2, task: 1, on: "sleep 5 ms" },
  { kind: "shop:dish", at: 3, task: 1, data: { name: "짜장면" } },
  { kind: "wake", at: 7, task: 1, on: "sleep 5 ms", by: 0 },
  { kind: "drop", at: 7, task: 0, count: 3 },
  { kind: "end", at: 8, task: 1, outcome: "finished" },
];
const lines = events.map(eventLine).join("");
const whole = header + lines + footerLine({ dropped: 3, exitCode: 0 });

describe("parseTrace", () => {
  it("reads what was written", async () => {
    expect(await parseTrace(whole)).toEqual({
      version: 1,
      program: { ...program, exitCode: 0 },
      dropped: 3,
      events,
    });
  });

  it("reads it in pieces that end anywhere, in the middle of a character too", async () => {
    const bytes = new TextEncoder().encode(whole);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
        async function* pieces(): AsyncGenerator<Uint8Array> {
          for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
        }
        expect(await parseTrace(pieces())).toEqual(await parseTrace(whole));
      }),
    );
  });

  it("reads what is there of a file that was cut anywhere, and says that it was", async () => {
    for (let length = header.length; length < whole.length - 1; length++) {
      const data = await parseTrace(whole.slice(0, length));
      expect(data.program.cut).toBe(true);
      expect(events.slice(0, data.events.length)).toEqual(data.events);
    }
  });

  it("reads a recording of nothing", async () => {
    const empty = await parseTrace(header + footerLine({ dropped: 0, signal: "SIGKILL", cut: true }));
    expect(empty).toEqual({
      version: 1,
      program: { ...program, signal: "SIGKILL", cut: true },
      dropped: 0,
      events: [],
    });
  });

  it("counts lines that it cannot read as lost, and reads on", async () => {
    const {
      dropped,
      program: found,
      events: read,
    } = await parseTrace(`${header}{"kind":"sp\n[1]\n${lines}${footerLine({ dropped: 3 })}`);
    expect({ dropped, cut: found.cut, read }).toEqual({ dropped: 5, cut: true, read: events });
  });

  it("passes over what a later version may add, and over events that are not whole", async () => {
    const odd = [
      { kind: "teleport", at: 1, task: 1 },
      { baedal: "note" },
      { kind: "spawn", at: 1, task: 1, parent: 0 },
      { kind: "end", at: 1, task: 1, outcome: "eaten" },
      { kind: "wait", at: "soon", task: 1, on: "x" },
      { kind: "blocked", at: 1, task: 1, duration: 200, culprit: { function: "f" } },
      { kind: "constructor", at: 1, task: 1 },
    ].map((line) => `${JSON.stringify(line)}\n`);
    expect((await parseTrace(header + odd.join("") + lines)).events).toEqual(events);
  });

  it.each([
    ["an empty file", ""],
    ["a page", "<!doctype html>\n<p>"],
    ["other JSON", '{"traceEvents":[]}'],
    ["a recording without its first line", lines],
    ["a list", "[1,2]"],
  ])("refuses %s, and says how to make a recording", async (_, text) => {
    const failure = await parseTrace(text).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TraceFileError);
    expect(failure).toMatchObject({ code: "ERR_BAEDAL_TRACE_FOREIGN" });
    expect((failure as Error).message).toContain("--trace out.ndjson");
  });

  it("refuses a newer version, and says which baedal reads it", async () => {
    const newer = whole.replace('"version":1,"writer":"0.1.0"', '"version":2,"writer":"0.9.0"');
    const failure = await parseTrace(newer).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "ERR_BAEDAL_TRACE_VERSION" });
    expect((failure as Error).message).toMatch(/version 2 .* up to version 1: use baedal 0\.9\.0/);
  });
});
