import { foldName } from "../analysis/fold-name.ts";
import type { HttpCall } from "../analysis/http-call.ts";
import type { TaskRecord } from "../analysis/task-record.ts";
import type { TraceModel } from "../analysis/trace-model.ts";
import type { Lane } from "./lane.ts";
import { painOf } from "./pain.ts";
import { callsOverlap } from "./task-bar.ts";

/** So many siblings of one name get a line for all of them. */
const TOGETHER_FROM = 6;
/** While they are no more than this, they are shown below that line from the beginning. */
const OPEN_TO = 64;

/** What decides which lines there are. */
export interface LaneChoice {
  /** Keys of lines that are not as they are by default: tasks folded, groups opened. */
  readonly toggled: ReadonlySet<string>;
  /** Which tasks are looked for; with them come those that made them. */
  readonly match?: (record: TaskRecord) => boolean;
  /** Whether what hurts stands first among siblings, in place of what was made first. */
  readonly hurtsFirst?: boolean;
}

/** The lines of the picture from top to bottom: each task under the one that made it, siblings of one name folded. */
export function laneTree(model: TraceModel, { toggled, match, hurtsFirst = false }: LaneChoice): Lane[] {
  const shown = match === undefined ? undefined : withMakers(model, match);
  const lanes: Lane[] = [];
  // A stack and no recursion: tasks that make one task each can be very many deep.
  const open: Pending[] = [];
  const pain = hurtsFirst ? painOf(model) : undefined;
  const visible = (records: Iterable<TaskRecord>): TaskRecord[] => {
    const kept = [...records].filter((record) => shown === undefined || shown.has(record));
    return pain === undefined ? kept : kept.sort((a, b) => (pain.get(b) ?? 0) - (pain.get(a) ?? 0));
  };
  pushAll(open, callLines("calls", "outside tasks", model.looseCalls, 0, toggled));
  pushAll(open, folded(visible(roots(model)), "", 0, toggled));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { lane, rest } = next;
    lanes.push(lane);
    if (lane.open === false) continue;
    if (rest !== undefined) pushAll(open, rest);
    else if (lane.kind === "task") {
      const depth = lane.depth + 1;
      pushAll(open, folded(visible(childrenOf(lane.record, model)), lane.key, depth, toggled));
      if (callsOverlap(lane.record.calls))
        pushAll(open, callLines(lane.key, "requests", lane.record.calls, depth, toggled));
    }
  }
  return lanes;
}

/** A line, and where it is a group, what belongs to it. */
interface Pending {
  readonly lane: Lane;
  readonly rest?: readonly Pending[];
}

/** Onto a stack: the first comes off first. Not by spreading, whose arguments are limited. */
function pushAll(stack: Pending[], pending: readonly Pending[]): void {
  for (let index = pending.length - 1; index >= 0; index--) {
    const next = pending[index];
    if (next !== undefined) stack.push(next);
  }
}

function* roots(model: TraceModel): Generator<TaskRecord> {
  for (const record of model.tasks.values()) if (!model.tasks.has(record.view.parent)) yield record;
}

function* childrenOf(record: TaskRecord, model: TraceModel): Generator<TaskRecord> {
  for (const id of record.children) {
    const child = model.tasks.get(id);
    if (child !== undefined && child !== record) yield child;
  }
}

/** Siblings in their order, those of one name, where they are many, as one line in the place of the first. */
function folded(siblings: readonly TaskRecord[], key: string, depth: number, toggled: ReadonlySet<string>): Pending[] {
  const taskLine = (record: TaskRecord, at: number): Pending => {
    const own = `t${record.view.id}`;
    const has = record.children.size > 0 || callsOverlap(record.calls);
    return { lane: { kind: "task", key: own, depth: at, record, open: has ? !toggled.has(own) : undefined } };
  };
  if (siblings.length < TOGETHER_FROM) return siblings.map((record) => taskLine(record, depth));
  const names = Map.groupBy(siblings, ({ view }) => foldName(view.name));
  const lines: Pending[] = [];
  for (const [name, records] of names) {
    if (records.length < TOGETHER_FROM) lines.push(...records.map((record) => taskLine(record, depth)));
    else {
      const own = `${key}/${name}`;
      const label = records.every(({ view }) => view.name === records[0]?.view.name)
        ? (records[0]?.view.name ?? name)
        : name;
      const lane = {
        kind: "group",
        key: own,
        depth,
        name: label,
        records,
        calls: [],
        open: isOpen(records.length, own, toggled),
      } as const;
      lines.push({ lane, rest: records.map((record) => taskLine(record, depth + 1)) });
    }
  }
  return lines;
}

function callLines(
  key: string,
  name: string,
  calls: readonly HttpCall[],
  depth: number,
  toggled: ReadonlySet<string>,
): Pending[] {
  const line = (call: HttpCall, at: number): Pending => ({
    lane: { kind: "call", key: `c${call.id}`, depth: at, call, open: undefined },
  });
  if (calls.length < TOGETHER_FROM) return calls.map((call) => line(call, depth));
  const own = `${key}/calls`;
  const open = isOpen(calls.length, own, toggled);
  const lane = { kind: "group", key: own, depth, name, records: [], calls, open } as const;
  return [{ lane, rest: calls.map((call) => line(call, depth + 1)) }];
}

function isOpen(count: number, key: string, toggled: ReadonlySet<string>): boolean {
  return count <= OPEN_TO !== toggled.has(key);
}

function withMakers(model: TraceModel, match: (record: TaskRecord) => boolean): ReadonlySet<TaskRecord> {
  const shown = new Set<TaskRecord>();
  for (const record of model.tasks.values()) {
    if (!match(record)) continue;
    let next: TaskRecord | undefined = record;
    while (next !== undefined && !shown.has(next)) {
      shown.add(next);
      next = model.tasks.get(next.view.parent);
    }
  }
  return shown;
}
