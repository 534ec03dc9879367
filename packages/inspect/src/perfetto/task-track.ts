import type { EndEvent, SpawnEvent } from "baedal/trace";
import { microseconds, type TraceEntry } from "./trace-entry.ts";

/**
 * The track of one task: a slice from its creation to its end, and in it one for each time that it ran or waited.
 * Several waits at once are one slice that names them all, because slices of a track have to nest.
 */
export class TaskTrack {
  /** The process that the track stands in; see `groupOf`. */
  readonly pid: number;
  readonly tid: number;
  readonly #spawn: SpawnEvent;
  #waits: readonly string[] = [];
  /** What it does since `#since`; empty until it starts. */
  #doing = "";
  #since: number;

  constructor(spawn: SpawnEvent) {
    this.pid = groupOf(spawn.parent);
    this.tid = spawn.task;
    this.#spawn = spawn;
    this.#since = spawn.at;
  }

  get name(): string {
    return this.#spawn.name;
  }

  begin(): TraceEntry[] {
    const { pid, tid, name } = this;
    const slice: TraceEntry = { ph: "B", pid, tid, name, cat: "task", ts: microseconds(this.#spawn.at) };
    return [
      { ph: "M", pid, tid, name: "thread_name", args: { name } },
      { ph: "M", pid, tid, name: "thread_sort_index", args: { sort_index: tid } },
      slice,
    ];
  }

  start(at: number): TraceEntry[] {
    return this.#turnTo("running", at);
  }

  wait(on: string, at: number): TraceEntry[] {
    return this.#waitFor([...this.#waits, on], at);
  }

  wake(on: string, at: number): TraceEntry[] {
    return this.#waitFor(this.#waits.toSpliced(Math.max(0, this.#waits.indexOf(on)), 1), at);
  }

  /** @param end - undefined where the recording ends before the task */
  end(at: number, end: Pick<EndEvent, "outcome" | "error"> | undefined): TraceEntry[] {
    const { pid, tid } = this;
    const args = end === undefined ? { outcome: "still alive" } : { outcome: end.outcome, error: end.error };
    return [...this.#turnTo("", at), { ph: "E", pid, tid, ts: microseconds(at), args }];
  }

  #waitFor(waits: readonly string[], at: number): TraceEntry[] {
    this.#waits = waits;
    return this.#turnTo(waits.length === 0 ? "running" : `waits for ${waits.join(", ")}`, at);
  }

  #turnTo(doing: string, at: number): TraceEntry[] {
    const { pid, tid } = this;
    const [name, since] = [this.#doing, this.#since];
    this.#doing = doing;
    this.#since = at;
    if (name === "") return [];
    const ts = microseconds(since);
    return [{ ph: "X", pid, tid, name, cat: "state", ts, dur: Math.max(0, microseconds(at) - ts) }];
  }
}

/**
 * The format knows processes and their threads, and no deeper tree: the tasks of one parent stand together as one
 * process. Number 0 would be the idle process.
 */
export function groupOf(parent: number): number {
  return parent + 1;
}
