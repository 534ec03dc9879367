/** Life of a future: pending, then one of the others for good. */
export const PENDING = 0;
export const FULFILLED = 1;
export const REJECTED = 2;
export const CANCELLED = 3;
export type FutureState = typeof PENDING | typeof FULFILLED | typeof REJECTED | typeof CANCELLED;

const names = ["pending", "finished", "failed", "cancelled"] as const;

/** A state in words. */
export function stateName(state: FutureState): string {
  return names[state];
}
