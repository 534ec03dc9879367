import { criticalPath, type PathStep } from "./critical-path.ts";
import type { HttpCall } from "./http-call.ts";
import { findLints } from "./lints/find-lints.ts";
import type { Finding } from "./lints/finding.ts";
import { taskFigures, type TaskFigures } from "./task-figures.ts";
import type { TaskRecord } from "./task-record.ts";
import type { TraceModel } from "./trace-model.ts";
import { verdict, type Verdict } from "./verdict.ts";
import type { WaitKind } from "./wait-kind.ts";

/** Everything that a report says about a recording before it draws it. */
export interface TraceSummary {
  readonly tasks: number;
  /** By how they ended. */
  readonly outcomes: { readonly finished: number; readonly failed: number; readonly cancelled: number };
  /** Tasks that still live at the end of the recording. */
  readonly alive: number;
  /** The largest number of tasks alive at once. */
  readonly peak: number;
  readonly calls: number;
  /** From the first to the last event, in milliseconds. */
  readonly wallMs: number;
  /** All tasks together computed so long. */
  readonly computedMs: number;
  /** Whether that is measured; else it is an estimate from above. */
  readonly measured: boolean;
  /** Time waited, all tasks together, by what for. */
  readonly waited: ReadonlyMap<WaitKind, number>;
  /** The same one after another: all computing, and all waits for the world outside. An estimate. */
  readonly oneByOneMs: number;
  /** How many times faster than that the program was. */
  readonly speedUp: number;
  readonly verdicts: ReadonlyMap<Verdict, number>;
  readonly path: readonly PathStep[];
  readonly findings: readonly Finding[];
  readonly dropped: number;
}

/** Sums a recording up. */
export function summariseTrace(model: TraceModel, dropped: number = model.dropped): TraceSummary {
  const outcomes = { finished: 0, failed: 0, cancelled: 0 };
  const waited = new Map<WaitKind, number>();
  const verdicts = new Map<Verdict, number>();
  let [alive, calls, computedMs, oneByOneMs] = [0, model.looseCalls.length, 0, sumOfCalls(model.looseCalls, model.end)];
  for (const record of model.tasks.values()) {
    const figures = taskFigures(record, model);
    if (record.view.state !== "done") alive++;
    if (record.view.outcome !== undefined) outcomes[record.view.outcome]++;
    for (const [kind, ms] of figures.waited) waited.set(kind, (waited.get(kind) ?? 0) + ms);
    const judged = verdict(figures);
    verdicts.set(judged, (verdicts.get(judged) ?? 0) + 1);
    calls += record.calls.length;
    computedMs += figures.computed;
    oneByOneMs += figures.computed + alone(record, figures, model.end);
  }
  const wallMs = model.end - model.start;
  return {
    tasks: model.tasks.size + model.folded,
    outcomes,
    alive,
    peak: peakAlive(model),
    calls,
    wallMs,
    computedMs,
    measured: model.measured,
    waited,
    oneByOneMs,
    speedUp: wallMs > 0 ? oneByOneMs / wallMs : 0,
    verdicts,
    path: criticalPath(model),
    findings: findLints(model),
    dropped,
  };
}

/** What a task would wait for the world outside if it did nothing else: its requests one after another, without the queue. */
function alone(record: TaskRecord, { outside, waited }: TaskFigures, end: number): number {
  if (record.calls.length === 0) return outside;
  return outside - (waited.get("http") ?? 0) + sumOfCalls(record.calls, end);
}

function sumOfCalls(calls: readonly HttpCall[], end: number): number {
  let sum = 0;
  for (const call of calls) {
    sum += (call.to ?? end) - call.from;
    for (const { phase, from, to } of call.phases) if (phase === "queued") sum -= to - from;
  }
  return sum;
}

function peakAlive({ tasks }: TraceModel): number {
  const changes: [at: number, change: number][] = [];
  for (const { view } of tasks.values()) {
    changes.push([view.createdAt, 1]);
    if (view.endedAt !== undefined) changes.push([view.endedAt, -1]);
  }
  changes.sort(([a, up], [b, other]) => a - b || up - other);
  let [alive, peak] = [0, 0];
  for (const [, change] of changes) peak = Math.max(peak, (alive += change));
  return peak;
}
