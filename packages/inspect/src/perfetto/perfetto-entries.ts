import type { ResourceEvent, RuntimeEvent, TraceEvent, WakeEvent } from "baedal/trace";
import { type Place, RequestSlices } from "./request-slices.ts";
import { groupOf, TaskTrack } from "./task-track.ts";
import { microseconds, type TraceEntry } from "./trace-entry.ts";

/** What is told of no task stands with the tasks that have no parent. */
const outsideTasks: Place = { pid: groupOf(0), tid: 0 };

/** Turns the stream into entries, event by event; it remembers live tasks only. */
export class PerfettoEntries {
  readonly #tracks = new Map<number, TaskTrack>();
  readonly #groups = new Set<number>();
  readonly #requests = new RequestSlices();
  #lastFlow = 0;
  #lastAt = 0;

  take(event: TraceEvent): TraceEntry[] {
    this.#lastAt = Math.max(this.#lastAt, event.at);
    if ("data" in event) return this.#requests.take(event, this.#placeOf(event.task));
    return this.#ours(event);
  }

  /** Closes what is still open when the recording ends. */
  end(): TraceEntry[] {
    const at = this.#lastAt;
    return [...this.#requests.endAll(at), ...[...this.#tracks.values()].flatMap((track) => track.end(at, undefined))];
  }

  #ours(event: RuntimeEvent): TraceEntry[] {
    const track = this.#tracks.get(event.task);
    const at = event.at;
    switch (event.kind) {
      case "spawn":
        return this.#spawn(new TaskTrack(event));
      case "start":
        return track?.start(at) ?? [];
      case "wait":
        return track?.wait(event.on, at) ?? [];
      case "wake":
        return track === undefined ? [] : [...track.wake(event.on, at), ...this.#arrow(event, track)];
      case "end":
        this.#tracks.delete(event.task);
        return track?.end(at, event) ?? [];
      case "cancel":
        return [this.#moment("cancel", event, { message: event.message, by: this.#tracks.get(event.by)?.name })];
      case "blocked":
        return [this.#moment("event loop blocked", event, { milliseconds: event.duration, ...event.culprit })];
      case "drop":
        return [{ ...this.#moment("events lost", event, { count: event.count }), s: "g" }];
      case "resource":
        return [this.#hold(event)];
      case "busy":
        return []; // lies within a slice that says "running", and may end a hair behind it
      default:
        return event satisfies never;
    }
  }

  #spawn(track: TaskTrack): TraceEntry[] {
    this.#tracks.set(track.tid, track);
    const { pid } = track;
    if (this.#groups.has(pid)) return track.begin();
    this.#groups.add(pid);
    const parent = this.#tracks.get(pid - 1)?.name ?? (pid === groupOf(0) ? undefined : `task ${pid - 1}`);
    const name = parent === undefined ? "tasks" : `tasks of ${parent}`;
    return [
      { ph: "M", pid, tid: 0, name: "process_name", args: { name } },
      { ph: "M", pid, tid: 0, name: "process_sort_index", args: { sort_index: pid } },
      ...track.begin(),
    ];
  }

  /** From the task that woke another to that one. */
  #arrow({ by, at }: WakeEvent, woken: TaskTrack): TraceEntry[] {
    const waker = this.#tracks.get(by);
    if (waker === undefined) return [];
    const entry = { cat: "wake", name: "wakes", id: ++this.#lastFlow, ts: microseconds(at) };
    return [
      { ph: "s", pid: waker.pid, tid: waker.tid, ...entry },
      { ph: "f", bp: "e", pid: woken.pid, tid: woken.tid, ...entry },
    ];
  }

  #hold(event: ResourceEvent): TraceEntry {
    const { action, resource: name, task, at } = event;
    const id = `${task} ${name}`;
    const ph = action === "acquired" ? "b" : "e";
    return { ph, cat: "resource", name: `holds ${name}`, id, ts: microseconds(at), ...this.#placeOf(task) };
  }

  #moment(name: string, { at, task }: RuntimeEvent, args: TraceEntry["args"]): TraceEntry {
    return { ph: "i", s: "t", name, ts: microseconds(at), ...(args && { args }), ...this.#placeOf(task) };
  }

  #placeOf(task: number): Place {
    const track = this.#tracks.get(task);
    return track === undefined ? outsideTasks : { pid: track.pid, tid: track.tid };
  }
}
