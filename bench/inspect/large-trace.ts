import type { TraceData } from "@baedal/inspect";
import type { TraceEvent } from "baedal/trace";

/** Events of one task: its life, three waits, and a request with its phases. */
const eventsEach = 17;

/** A recording of a program that was busy: workers that fetch pages, pass them on, and write them down under a lock. */
export function largeTrace(count: number): TraceData {
  const events: TraceEvent[] = [
    { kind: "spawn", at: 0, task: 1, name: "main", parent: 0 },
    { kind: "start", at: 0.1, task: 1 },
  ];
  for (let task = 2; events.length + eventsEach <= count; task++) events.push(...worker(task));
  events.sort((a, b) => a.at - b.at);
  const program = { command: "large.ts", node: process.versions.node, startedAt: "2026-01-02T03:04:05.678Z", pid: 1 };
  return { version: 1, program, dropped: 0, events };
}

function worker(task: number): TraceEvent[] {
  const url = `https://host-${task % 50}.example/page/${task}`;
  const from = task * 0.8;
  const phase = (after: number, name: string): TraceEvent => ({
    kind: "http:phase",
    at: from + after,
    task,
    data: { id: task, sending: 1, phase: name },
  });
  const [get, put, till] = [`GET ${url}`, "Queue.put of 'pages'", "Lock.acquire of 'till'"];
  return [
    { kind: "spawn", at: from, task, name: `fetch ${task}`, parent: 1 },
    { kind: "start", at: from + 0.1, task },
    { kind: "http:request", at: from + 0.2, task, data: { id: task, method: "GET", url, streamed: false } },
    { kind: "wait", at: from + 0.3, task, on: get },
    { kind: "http:send", at: from + 0.4, task, data: { id: task, sending: 1, method: "GET", url } },
    phase(1, "queued"),
    phase(4 + (task % 7), "connect"),
    phase(12 + (task % 11), "sent"),
    phase(40 + (task % 90), "firstByte"),
    phase(60 + (task % 120), "done"),
    {
      kind: "http:end",
      at: from + 60.1 + (task % 120),
      task,
      data: { id: task, status: 200, bytes: 2700 + (task % 1000) },
    },
    { kind: "wake", at: from + 60.2 + (task % 120), task, on: get, by: 0 },
    { kind: "wait", at: from + 61 + (task % 120), task, on: put },
    { kind: "wake", at: from + 63 + (task % 120), task, on: put, by: Math.max(1, task - 1) },
    { kind: "wait", at: from + 64 + (task % 120), task, on: till },
    { kind: "wake", at: from + 70 + (task % 120), task, on: till, by: Math.max(1, task - 2) },
    { kind: "end", at: from + 71 + (task % 120), task, outcome: "finished" },
  ];
}
