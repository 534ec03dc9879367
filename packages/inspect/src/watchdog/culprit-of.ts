import type { Culprit } from "baedal/trace";
import { ownerOf } from "./owner-of.ts";
import type { StackFrame } from "./read-stack.ts";
import { sourcePlace } from "./source-maps.ts";

/** Frames that are reported; the culprit stands at the top, and its callers explain it. */
const deepest = 20;

/**
 * Whom a stack accuses: the innermost function that is neither Node's nor Baedal's own, for `sleepSync` cannot help that
 * somebody calls it; what was called of them stands beside it. Without such a function it is Baedal's own, and with nothing but
 * Node on the stack, what blocked the loop is over.
 */
export function culpritOf(frames: readonly StackFrame[]): Culprit | undefined {
  const owners = frames.map(({ url }) => ownerOf(url));
  const own = owners.indexOf(undefined);
  const at = own >= 0 ? own : owners.findIndex((owner) => owner !== "Node");
  const accused = frames[at];
  if (accused === undefined) return undefined;
  const called = frames[at - 1];
  return {
    function: nameOf(accused),
    ...sourcePlace(accused),
    ...(called !== undefined && { inside: `${nameOf(called)} of ${owners[at - 1]}` }),
    stack: frames.slice(0, deepest).map(inWords),
  };
}

function nameOf(frame: StackFrame): string {
  return frame.function === "" ? "(anonymous)" : frame.function;
}

function inWords(frame: StackFrame): string {
  const { file, line, column } = sourcePlace(frame);
  return `${nameOf(frame)} (${file}:${line}:${column})`;
}
