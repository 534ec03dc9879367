import type { PhaseId } from "./phases.ts";
import type { RequestSpan } from "./request-span.ts";

/** One phase as a piece of a bar; all lengths are shares of the time axis, 0 to 1. */
export interface BarSegment {
  readonly phase: PhaseId;
  readonly x: number;
  readonly width: number;
}

/** How one request is drawn. */
export interface BarLayout {
  readonly segments: readonly BarSegment[];
  /** The part in flight, which gets the outline. */
  readonly x: number;
  readonly width: number;
  /** Where to write marks: behind the bar while there is room, else before it, else inside at its end. */
  readonly label: { readonly x: number; readonly anchor: "start" | "end" };
}

/** The share of the axis that a mark needs in a narrow window. */
const ROOM = 0.35;

/** Lays a request on an axis of `axisMs` milliseconds. Phases without length are left out. */
export function barLayout(span: RequestSpan, axisMs: number): BarLayout {
  const share = (at: number): number => (axisMs > 0 ? Math.min(1, at / axisMs) : 0);
  const segments = span.phases
    .filter(({ from, to }) => to > from)
    .map(({ phase, from, to }) => {
      const x = share(span.start + from);
      return { phase, x, width: share(span.start + to) - x };
    });
  const x = share(span.active);
  const end = share(span.end);
  return { segments, x, width: end - x, label: labelBeside(x, end) };
}

function labelBeside(from: number, to: number): BarLayout["label"] {
  if (to <= 1 - ROOM) return { x: to, anchor: "start" };
  return { x: from >= ROOM ? from : to, anchor: "end" };
}
