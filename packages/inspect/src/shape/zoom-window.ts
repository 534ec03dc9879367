/** The visible part of the time axis, as shares of its length: 0 <= `from` < `to` <= 1. */
export interface ZoomWindow {
  readonly from: number;
  readonly to: number;
}

/** The whole axis. */
export const WHOLE: ZoomWindow = { from: 0, to: 1 };

/** The smallest share that can be looked at: the browser lays out the whole bar, and its widths are finite. */
export const CLOSEST: number = 1 / 5000;

/** The window that shows from `a` to `b`, given in any order. */
export function zoomTo(a: number, b: number, closest: number = CLOSEST): ZoomWindow {
  const span = Math.min(1, Math.max(closest, Math.abs(b - a)));
  return placed((a + b) / 2 - span / 2, span);
}

/** Zooms in (`factor` > 1) or out, keeping `focus` where it stands. */
export function zoomBy(window: ZoomWindow, factor: number, focus: number, closest: number = CLOSEST): ZoomWindow {
  const before = window.to - window.from;
  const span = Math.min(1, Math.max(closest, before / factor));
  return placed(focus - (focus - window.from) * (span / before), span);
}

/** Moves the window by a share of its own width. */
export function panBy(window: ZoomWindow, share: number): ZoomWindow {
  const span = window.to - window.from;
  return placed(window.from + share * span, span);
}

function placed(from: number, span: number): ZoomWindow {
  const clamped = Math.min(1 - span, Math.max(0, from));
  return { from: clamped, to: clamped + span };
}
