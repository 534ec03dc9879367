import type { TaskFigures } from "./task-figures.ts";

/** What bounded a task: the processor, the world outside, other tasks, or it was too short to tell. */
export type Verdict = "CPU-bound" | "I/O-bound" | "waits for tasks" | "brief";

/** What a life must last, in milliseconds, for a verdict. */
const LEAST_LIFE = 5;

/**
 * Judges by where most of the life went. Where computing time is not measured, time after a wake-up in which nothing else
 * happened counts as computing, so that CPU-bound then means at most that.
 */
export function verdict({ life, computed, unseen, outside, inside }: TaskFigures): Verdict {
  if (life < LEAST_LIFE) return "brief";
  if (computed >= life / 2) return "CPU-bound";
  return outside + unseen >= inside ? "I/O-bound" : "waits for tasks";
}
