import type { Progress } from "@baedal/collect";

/** Milliseconds until what is known now is done at the present rate; undefined while nobody can know, and in the last second. */
export function timeLeft(progress: Progress): number | undefined {
  if (progress.phase === "stopping" || progress.growing || progress.queued === 0) return undefined;
  return (progress.remaining ?? 0) >= 1000 ? progress.remaining : undefined;
}
