import type { BlockedEvent, DropEvent, EndEvent, RuntimeEvent, TraceEvent } from "../trace/event.ts";

/** A task as a view shows it. */
export interface TaskView {
  readonly id: number;
  readonly name: string;
  /** The task that made it, 0 for none. */
  readonly parent: number;
  readonly state: "created" | "running" | "waiting" | "done";
  /** What it waits for, in words, oldest first; empty unless it waits. */
  readonly waits: readonly string[];
  /** Since when it is in its state, in milliseconds on the clock of the run. */
  readonly since: number;
  readonly createdAt: number;
  /** Absent if it never started, or the start was dropped. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** How often it was asked to stop. */
  readonly cancels: number;
  /** What it holds, in words, oldest first. */
  readonly holds: readonly string[];
  /** Milliseconds that it computed, where busy time is measured. */
  readonly busy: number;
  readonly outcome?: EndEvent["outcome"];
  readonly error?: string;
}

/** What the events up to some moment say. */
export interface TraceState {
  /** The time of the last event. */
  readonly at: number;
  /** By number, in order of creation. */
  readonly tasks: ReadonlyMap<number, TaskView>;
  /** Events that were lost on the way. */
  readonly dropped: number;
  /** The last time that the loop stood still. */
  readonly lastBlocked?: BlockedEvent;
}

/** The state before the first event. */
export const emptyState: TraceState = { at: 0, tasks: new Map(), dropped: 0 };

/**
 * The state after one more event. Pure: every view, live or recorded, is drawn from it. Events of tasks that were never
 * seen (their spawn was dropped) and of kinds that it does not know leave the tasks as they are.
 */
export function reduce(state: TraceState, event: TraceEvent): TraceState {
  return reduceAll([event], state);
}

/** The state after many events: what `events.reduce(reduce, state)` gives, with one copy instead of one an event. */
export function reduceAll(events: Iterable<TraceEvent>, state: TraceState = emptyState): TraceState {
  const tasks = new Map(state.tasks);
  let { at, dropped, lastBlocked } = state;
  for (const event of events) {
    // What is told of after the fact began earlier.
    at = Math.max(at, event.at);
    if (isDrop(event)) dropped += event.count;
    else if (isBlocked(event)) lastBlocked = event;
    const after = reduceTask(tasks.get(event.task), event);
    if (after !== undefined) tasks.set(after.id, after);
  }
  return { at, tasks, dropped, ...(lastBlocked !== undefined && { lastBlocked }) };
}

function isDrop(event: TraceEvent): event is DropEvent {
  return event.kind === "drop";
}

function isBlocked(event: TraceEvent): event is BlockedEvent {
  return event.kind === "blocked";
}

/**
 * One task after one more event of its own: the step that `reduce` takes, for views that keep their tasks themselves.
 * `undefined` for a task that was never seen, and for an event that says nothing of a task.
 */
export function reduceTask(before: TaskView | undefined, event: TraceEvent): TaskView | undefined {
  if (!isOurs(event)) return undefined;
  if (event.kind === "spawn") return created(event);
  return before === undefined ? undefined : changed(before, event);
}

const ours: ReadonlySet<string> = new Set<RuntimeEvent["kind"]>([
  "spawn",
  "start",
  "wait",
  "wake",
  "cancel",
  "end",
  "resource",
  "busy",
  "blocked",
  "drop",
]);

function isOurs(event: TraceEvent): event is RuntimeEvent {
  return ours.has(event.kind);
}

function created(event: RuntimeEvent & { kind: "spawn" }): TaskView {
  const { task: id, name, parent, at } = event;
  return { id, name, parent, state: "created", waits: [], since: at, createdAt: at, cancels: 0, holds: [], busy: 0 };
}

function changed(task: TaskView, event: Exclude<RuntimeEvent, { kind: "spawn" }>): TaskView {
  // An await that the task left behind, such as that of a `then`, may be settled later.
  if (task.state === "done" && event.kind !== "busy") return task;
  switch (event.kind) {
    case "start":
      return { ...task, state: "running", since: event.at, startedAt: event.at };
    case "wait":
      return { ...task, state: "waiting", since: event.at, waits: [...task.waits, event.on] };
    case "wake":
      return woken(task, event.on, event.at);
    case "cancel":
      return { ...task, cancels: task.cancels + 1 };
    case "end": {
      const { at, outcome, error } = event;
      return {
        ...task,
        state: "done",
        since: at,
        endedAt: at,
        waits: [],
        outcome,
        ...(error !== undefined && { error }),
      };
    }
    case "resource":
      return {
        ...task,
        holds: event.action === "acquired" ? [...task.holds, event.resource] : released(task.holds, event.resource),
      };
    case "busy":
      return { ...task, busy: task.busy + event.duration };
    case "blocked":
    case "drop":
      return task;
    default:
      return event satisfies never;
  }
}

/** Of several waits at once, one is over. */
function woken(task: TaskView, on: string, at: number): TaskView {
  const waits = without(task.waits, on);
  return { ...task, waits, state: waits.length === 0 ? "running" : "waiting", since: at };
}

/** What it gave back, which may have been acquired before the recording. */
function released(holds: readonly string[], resource: string): readonly string[] {
  return holds.includes(resource) ? without(holds, resource) : holds;
}

/** One of several is gone: the one of that name, or else the oldest. */
function without(words: readonly string[], gone: string): readonly string[] {
  return words.toSpliced(Math.max(0, words.indexOf(gone)), 1);
}
