import type { Culprit } from "baedal/trace";
import { isNodes, type StackFrame } from "./read-stack.ts";
import { sourcePlace } from "./source-maps.ts";

/** Frames that are reported; the culprit stands at the top, and its callers explain it. */
const deepest = 20;

/**
 * Whom a stack accuses: the innermost function that is not Node's own. What it called in Node stands in the stack. With
 * nothing but Node on the stack, what blocked the loop is over.
 */
export function culpritOf(frames: readonly StackFrame[]): Culprit | undefined {
  const accused = frames.find((frame) => !isNodes(frame));
  if (accused === undefined) return undefined;
  return { function: nameOf(accused), ...sourcePlace(accused), stack: frames.slice(0, deepest).map(inWords) };
}

function nameOf(frame: StackFrame): string {
  return frame.function === "" ? "(anonymous)" : frame.function;
}

function inWords(frame: StackFrame): string {
  const { file, line, column } = sourcePlace(frame);
  return `${nameOf(frame)} (${file}:${line}:${column})`;
}
