import type { TraceEvent } from "baedal/trace";

/** Events by hand, each a word and a moment. */
export const at = (moment: number) => ({
  spawn: (task: number, name: string, parent = 0): TraceEvent => ({ kind: "spawn", at: moment, task, name, parent }),
  start: (task: number): TraceEvent => ({ kind: "start", at: moment, task }),
  wait: (task: number, on: string, onTask?: number): TraceEvent =>
    onTask === undefined ? { kind: "wait", at: moment, task, on } : { kind: "wait", at: moment, task, on, onTask },
  wake: (task: number, on: string, by = 0): TraceEvent => ({ kind: "wake", at: moment, task, on, by }),
  cancel: (task: number, by = 0, message = ""): TraceEvent => ({ kind: "cancel", at: moment, task, by, message }),
  end: (task: number, outcome: "finished" | "failed" | "cancelled" = "finished", error?: string): TraceEvent =>
    error === undefined
      ? { kind: "end", at: moment, task, outcome }
      : { kind: "end", at: moment, task, outcome, error },
  acquired: (task: number, resource: string): TraceEvent => ({
    kind: "resource",
    at: moment,
    task,
    action: "acquired",
    resource,
  }),
  released: (task: number, resource: string): TraceEvent => ({
    kind: "resource",
    at: moment,
    task,
    action: "released",
    resource,
  }),
  busy: (task: number, duration: number): TraceEvent => ({ kind: "busy", at: moment, task, duration }),
  drop: (count: number): TraceEvent => ({ kind: "drop", at: moment, task: 0, count }),
  http: (task: number, what: string, data: Readonly<Record<string, unknown>>): TraceEvent => ({
    kind: `http:${what}`,
    at: moment,
    task,
    data,
  }),
});

/** Two couriers under one `main`: `fast` sleeps 10 ms, `slow` 100 ms, and `main` gathers both. */
export function couriers(): TraceEvent[] {
  return [
    at(0).spawn(1, "main"),
    at(0).start(1),
    at(1).spawn(2, "fast", 1),
    at(1).spawn(3, "slow", 1),
    at(1).wait(1, "gather of 2"),
    at(1).start(2),
    at(2).wait(2, "sleep 10 ms"),
    at(2).start(3),
    at(3).wait(3, "sleep 100 ms"),
    at(12).wake(2, "sleep 10 ms"),
    at(13).end(2),
    at(103).wake(3, "sleep 100 ms"),
    at(105).end(3),
    at(105).wake(1, "gather of 2, 2 done"),
    at(106).end(1),
  ];
}
