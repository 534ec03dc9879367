import type { BlockedEvent, BusyEvent, Culprit } from "baedal/trace";
import { formatDuration } from "../../shape/format-duration.ts";
import { formatCount } from "../../shape/format-number.ts";
import type { TraceModel } from "../trace-model.ts";
import type { Finding } from "./finding.ts";

/** Steps of computing that long block the loop too, where no watchdog told of it: in milliseconds. */
const LONG_STEP = 100;

/** The loop stood still: as the watchdog saw it, with the function, or as the measured steps of the tasks show it. */
export function blockedLoop(model: TraceModel): Finding[] {
  const groups = Map.groupBy([...model.blocked.filter((event) => hasHurt(event, model)), ...unwatched(model)], placeOf);
  return [...groups.values()].map((events) => finding(model, events));
}

/** Before the first task was made there was nobody to hold up: that is how a program loads. */
function hasHurt({ at, duration }: BlockedEvent, { start, tasks }: TraceModel): boolean {
  return at >= start || tasks.size === 0 || at + duration - start >= LONG_STEP;
}

function placeOf({ culprit, task }: BlockedEvent): string {
  return culprit === undefined ? `task ${task}` : `${culprit.function} ${culprit.file}:${culprit.line}`;
}

/** Long steps that no blocked event tells of. */
function unwatched(model: TraceModel): BlockedEvent[] {
  const found: BlockedEvent[] = [];
  for (const { steps } of model.tasks.values()) {
    for (const step of steps) {
      if (step.duration >= LONG_STEP && !model.blocked.some((event) => overlaps(event, step))) {
        found.push({ kind: "blocked", at: step.at, task: step.task, duration: step.duration });
      }
    }
  }
  return found;
}

function overlaps(event: BlockedEvent, step: BusyEvent): boolean {
  return event.at < step.at + step.duration && step.at < event.at + event.duration;
}

function inside({ inside: called }: Culprit): string {
  return called === undefined ? "" : `, inside ${called}`;
}

function finding(model: TraceModel, events: readonly BlockedEvent[]): Finding {
  const worst = events.reduce((a, b) => (b.duration > a.duration ? b : a));
  const { culprit } = worst;
  const place =
    culprit === undefined ? "" : ` in ${culprit.function} (${culprit.file}:${culprit.line})${inside(culprit)}`;
  const name = model.tasks.get(worst.task)?.view.name;
  const during = name === undefined ? "outside tasks" : `in task '${name}'`;
  const times = events.length === 1 ? "" : `, the longest of ${formatCount(events.length)} times`;
  return {
    code: "blocked-loop",
    what: `The event loop stood still for ${formatDuration(worst.duration)}${place}, ${during}${times}: nothing else could run.`,
    advice: "Give the work to a WorkerPool of @baedal/threads, or let others run in between with await sleep(0).",
    tasks: [...new Set(events.map(({ task }) => task))],
    from: worst.at,
    to: worst.at + worst.duration,
  };
}
