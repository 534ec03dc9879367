import type { Sighting } from "./control.ts";

/** The line that is said while the loop still stands. */
export function describeIncident({ culprit, task }: Sighting, stoodFor: number): string {
  const who = task === undefined ? "outside tasks" : `in task '${task.name}'`;
  const where = culprit && `${culprit.function} at ${culprit.file}:${culprit.line}:${culprit.column}`;
  const what = where === undefined ? "what ran could not be seen" : `${where}, ${who}${calling(culprit?.stack ?? [])}`;
  return `the event loop has stood still for ${Math.round(stoodFor)} ms: ${what}`;
}

/** What of Node's own the culprit had called. */
function calling(stack: readonly string[]): string {
  const own = stack.findIndex((frame) => !frame.includes("(node:"));
  const [called] = stack[own - 1]?.split(" (node:") ?? [];
  return called === undefined ? "" : `, inside ${called} of Node`;
}
