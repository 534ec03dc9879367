import type { ResourceEvent, SpawnEvent, StartEvent, TraceEvent, WaitEvent } from "baedal/trace";

/** The events that say how a live task stands. */
interface Standing {
  readonly spawn: SpawnEvent;
  start: StartEvent | undefined;
  /** More than one where a task waits for several things at once. */
  readonly waits: WaitEvent[];
  readonly holds: ResourceEvent[];
}

/** Keeps of a stream what its live tasks stand on, so that the rest may be let go. */
export class LiveEvents {
  readonly #tasks = new Map<number, Standing>();

  /** How many tasks live. */
  get size(): number {
    return this.#tasks.size;
  }

  has(task: number): boolean {
    return this.#tasks.has(task);
  }

  /** Numbers of the live tasks. */
  tasks(): number[] {
    return [...this.#tasks.keys()];
  }

  take(event: TraceEvent): void {
    // Foreign kinds fall through the comparisons like any other.
    if (event.kind === "spawn" && "name" in event) {
      this.#tasks.set(event.task, { spawn: event, start: undefined, waits: [], holds: [] });
      return;
    }
    if (event.kind === "end") {
      this.#tasks.delete(event.task);
      return;
    }
    const standing = this.#tasks.get(event.task);
    if (standing !== undefined) note(standing, event);
  }

  /** Waits went unrecorded for a while; what is waited for now follows. */
  forgetWaits(): void {
    for (const standing of this.#tasks.values()) standing.waits.length = 0;
  }

  /** Enough events to bring a view to where the live tasks stand, in order of creation. */
  events(): TraceEvent[] {
    const events: TraceEvent[] = [];
    for (const { spawn, start, waits, holds } of this.#tasks.values()) {
      events.push(spawn);
      if (start !== undefined) events.push(start);
      events.push(...holds, ...waits);
    }
    return events;
  }
}

function note(standing: Standing, event: TraceEvent): void {
  if (event.kind === "start") standing.start = event;
  else if (event.kind === "wait") standing.waits.push(event);
  else if (event.kind === "wake" && "on" in event) forget(standing.waits, (wait) => wait.on === event.on);
  else if (event.kind === "resource" && "resource" in event) noteHold(standing.holds, event);
}

function noteHold(holds: ResourceEvent[], event: ResourceEvent): void {
  if (event.action === "acquired") holds.push(event);
  else forget(holds, (hold) => hold.resource === event.resource);
}

/** Of several one is over: the one that matches, or else the oldest, as `reduce` takes it. */
function forget<T>(list: T[], matches: (item: T) => boolean): void {
  list.splice(Math.max(0, list.findIndex(matches)), 1);
}
