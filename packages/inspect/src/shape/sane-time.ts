/** Thirty years. Beyond it, sums of a hundred thousand requests could leave the range of numbers. */
const LONGEST = 1e12;

/** A time in milliseconds as rows from a foreign or damaged source may give it: negative counts as 0, no number as 0. */
export function saneTime(milliseconds: number): number {
  return Number.isNaN(milliseconds) ? 0 : Math.min(LONGEST, Math.max(0, milliseconds));
}
