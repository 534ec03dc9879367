import type { Sighting } from "./control.ts";

/** The line that is said while the loop still stands. */
export function describeIncident({ culprit, task }: Sighting, stoodFor: number): string {
  const who = task === undefined ? "outside tasks" : `in task '${task.name}'`;
  const where = culprit && `${culprit.function} at ${culprit.file}:${culprit.line}:${culprit.column}`;
  const inside = culprit?.inside === undefined ? "" : `, inside ${culprit.inside}`;
  const what = where === undefined ? "what ran could not be seen" : `${where}, ${who}${inside}`;
  return `the event loop has stood still for ${Math.round(stoodFor)} ms: ${what}`;
}
