import {
  reduceTask,
  type BlockedEvent,
  type ForeignEvent,
  type RuntimeEvent,
  type TaskView,
  type TraceEvent,
} from "baedal/trace";
import { CallReader, type HttpCall } from "./http-call.ts";
import type { Slice } from "./slice.ts";
import type { TaskRecord } from "./task-record.ts";
import { TurnOwner } from "./turn-owner.ts";
import { waitKindOf } from "./wait-kind.ts";

type TaskEvent = Exclude<RuntimeEvent, { kind: "drop" | "blocked" }>;

/**
 * The history that pictures and judgements are drawn from: the state of `baedal/trace`'s reducer, and beside it what each
 * task did before. Takes events one by one, recorded or live, in amortised constant time.
 */
export class TraceModel {
  /** By number, in order of creation. */
  readonly tasks: Map<number, TaskRecord> = new Map();
  readonly blocked: BlockedEvent[] = [];
  /** Calls of code outside tasks. */
  readonly looseCalls: HttpCall[] = [];
  /** Time of the first event; 0 before it. */
  start = 0;
  /** Time of the last event. */
  end = 0;
  /** Events taken, and of those told to be lost on the way. */
  events = 0;
  dropped = 0;
  /** Whether computing time was measured. */
  measured = false;
  /** Tasks that were folded away, to bound the memory of a live page. */
  folded = 0;
  #calls = new CallReader();
  #turn = new TurnOwner();

  /** Takes the next event. */
  add(event: TraceEvent): void {
    const to = "duration" in event && typeof event.duration === "number" ? event.at + event.duration : event.at;
    // A program that loads blocks its loop before there is anything to block: no task, and no time to be drawn.
    const from = event.kind === "blocked" && event.task === 0 ? to : event.at;
    this.start = this.events === 0 ? from : Math.min(this.start, from);
    this.end = this.events === 0 ? to : Math.max(this.end, to);
    this.events++;
    if (isForeign(event)) this.#foreign(event);
    else if (event.kind === "drop") this.dropped += event.count;
    else if (event.kind === "blocked") this.blocked.push(event);
    else this.#ofTask(event);
  }

  /** Takes many. */
  addAll(events: Iterable<TraceEvent>): this {
    for (const event of events) this.add(event);
    return this;
  }

  /** Waits are known from a moment on only: what tasks seem to have done before is left out. */
  beginAt(at: number): void {
    this.forgetBefore(at);
    for (const { slices } of this.tasks.values()) {
      const [first] = slices;
      if (first !== undefined && first.from < at) slices[0] = { ...first, from: at };
    }
    this.start = Math.min(at, this.end);
  }

  /** Time has passed without an event. */
  advance(now: number): void {
    if (this.events > 0) this.end = Math.max(this.end, now);
  }

  /** Back to the beginning. */
  clear(): void {
    this.tasks.clear();
    this.blocked.length = 0;
    this.looseCalls.length = 0;
    this.#calls = new CallReader();
    this.#turn = new TurnOwner();
    [this.start, this.end, this.events, this.dropped, this.folded] = [0, 0, 0, 0, 0];
    this.measured = false;
  }

  /** After a loss: of the tasks that live still, only these do. How the others ended is not known. */
  keepAlive(alive: readonly number[], now: number): void {
    const living = new Set(alive);
    for (const record of this.tasks.values()) {
      if (record.view.state === "done" || living.has(record.view.id)) continue;
      record.view = { ...record.view, state: "done", waits: [], since: now, endedAt: now };
      const last = record.slices.at(-1);
      if (last !== undefined) last.to ??= Math.max(now, last.from);
    }
  }

  /** Forgets tasks that were over by then and have no children left, and of the others what they did before. */
  forgetBefore(at: number): void {
    for (const [id, record] of [...this.tasks].toReversed()) {
      if ((record.view.endedAt ?? Infinity) < at && record.children.size === 0) this.#forget(id, record);
      else forgetHistory(record, at);
    }
    dropWhile(this.blocked, (event) => event.at + event.duration < at);
    dropWhile(this.looseCalls, (call) => (call.to ?? Infinity) < at);
    this.start = Math.max(this.start, Math.min(at, this.end));
  }

  #forget(id: number, record: TaskRecord): void {
    this.tasks.delete(id);
    this.folded++;
    this.tasks.get(record.view.parent)?.children.delete(id);
  }

  #foreign(event: ForeignEvent): void {
    if (!event.kind.startsWith("http:")) return;
    // What comes from the network comes in a turn of the loop, so no task is computing.
    if (event.kind === "http:phase" || event.kind === "http:end") this.#turn.turned(event.at);
    const call = this.#calls.read(event);
    if (call !== undefined) (this.tasks.get(event.task)?.calls ?? this.looseCalls).push(call);
  }

  #ofTask(event: TaskEvent): void {
    const record = this.tasks.get(event.task);
    const view = reduceTask(record?.view, event);
    if (view === undefined) return; // its spawn was lost
    if (record === undefined || event.kind === "spawn") return this.#spawned(view);
    const before = record.view;
    record.view = view;
    this.#note(record, event);
    if (view.state !== before.state || view.waits.length !== before.waits.length) turnSlice(record, event);
  }

  #spawned(view: TaskView): void {
    // Told of again after a loss, with all else forgotten: its children are there still, and what it computed is never lost.
    const before = this.tasks.get(view.id);
    const record: TaskRecord = {
      view: before === undefined ? view : { ...view, busy: before.view.busy },
      slices: [newSlice(view)],
      children: before?.children ?? new Set(),
      cancellations: [],
      holds: [],
      steps: before?.steps ?? [],
      calls: [],
      estimate: 0,
      waits: 0,
    };
    this.tasks.set(view.id, record);
    this.tasks.get(view.parent)?.children.add(view.id);
  }

  #note(record: TaskRecord, event: TaskEvent): void {
    switch (event.kind) {
      case "start":
      case "wake":
        if (record.view.state === "running") this.#turn.take(record, event.at);
        break;
      case "wait":
        record.waits++;
        this.#turn.yield(record, event.at);
        break;
      case "end":
        this.#turn.yield(record, event.at);
        for (const hold of record.holds) hold.to ??= event.at;
        break;
      case "cancel":
        record.cancellations.push({ at: event.at, by: event.by, message: event.message });
        break;
      case "busy":
        this.measured = true;
        record.steps.push(event);
        break;
      case "resource":
        noteHold(record, event.action, event.resource, event.at);
        break;
      case "spawn":
        break;
      default:
        event satisfies never;
    }
  }
}

const OURS: ReadonlySet<string> = new Set<RuntimeEvent["kind"]>([
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

/** Of another package, or of a later version of the stream. */
function isForeign(event: TraceEvent): event is ForeignEvent {
  return !OURS.has(event.kind);
}

function newSlice(view: TaskView, stopping = false): TaskRecord["slices"][number] {
  const kind = view.waits.length > 0 ? waitKindOf(view.waits) : undefined;
  const state = view.state === "done" ? "running" : view.state;
  return { state, from: view.since, to: undefined, waits: view.waits, kind, wokenBy: undefined, stopping };
}

/** What it did is over, and what it does now begins. A slice without length, as of a wait within a wait, leaves no trace. */
function turnSlice(record: TaskRecord, event: TaskEvent): void {
  const { slices, view } = record;
  const last = slices.at(-1);
  if (last !== undefined) {
    last.to = event.at;
    if (event.kind === "wake") last.wokenBy = wakerOf(record, last, event.by);
    if (event.at <= last.from && slices.length > 1) slices.pop();
  }
  if (view.state !== "done") slices.push(newSlice(view, record.cancellations.length > 0));
}

/**
 * Who ended a wait. Timers and the network are nobody's doing, whichever task's context their callbacks run in (those of
 * a session in that of the task that opened it); only who cancels such a wait has ended it.
 */
function wakerOf({ cancellations }: TaskRecord, { kind, from }: Slice, by: number): number {
  const cancelled = (cancellations.at(-1)?.at ?? -Infinity) >= from;
  return cancelled || (kind !== "http" && kind !== "timer") ? by : 0;
}

function noteHold(record: TaskRecord, action: "acquired" | "released", resource: string, at: number): void {
  if (action === "acquired") return void record.holds.push({ resource, from: at, to: undefined });
  const held = record.holds.findLast((hold) => hold.resource === resource && hold.to === undefined);
  if (held !== undefined) held.to = at;
}

function forgetHistory(record: TaskRecord, at: number): void {
  dropWhile(record.slices, (slice) => (slice.to ?? Infinity) < at);
  dropWhile(record.steps, (step) => step.at + step.duration < at);
  dropWhile(record.calls, (call) => (call.to ?? Infinity) < at);
  dropWhile(record.holds, (hold) => (hold.to ?? Infinity) < at);
}

function dropWhile<T>(list: T[], old: (item: T) => boolean): void {
  const kept = list.findIndex((item) => !old(item));
  list.splice(0, kept < 0 ? list.length : kept);
}
