/** The part of the time axis that is shown, in milliseconds of the run, and how wide it is on the screen. */
export interface TimeFrame {
  readonly from: number;
  readonly to: number;
  /** Pixels. */
  readonly width: number;
}

/** The share of the frame at a moment; outside it below 0 or above 1. */
export function shareOf({ from, to }: TimeFrame, at: number): number {
  return to > from ? (at - from) / (to - from) : 0;
}

/** A stretch of time as a place and width in the frame, cut at its edges; `undefined` where nothing of it is seen. */
export function clip(frame: TimeFrame, from: number, to: number): { x: number; width: number } | undefined {
  if (to < frame.from || from > frame.to) return undefined;
  const x = Math.max(0, shareOf(frame, from));
  return { x, width: Math.max(0, Math.min(1, shareOf(frame, to)) - x) };
}
