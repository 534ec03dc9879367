const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Steps that read well beyond a second, where time is no longer decimal. */
const LONG_STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((count) => count * HOUR),
];

/** The smallest round step (milliseconds) with which `span` is cut into at most `most` parts. */
export function tickStep(span: number, most: number): number {
  const least = Math.max(span, 1e-6) / Math.max(1, most);
  const long = least > SECOND / 2 ? LONG_STEPS.find((step) => step >= least) : undefined;
  if (long !== undefined) return long;
  const unit = least > SECOND / 2 ? 24 * HOUR : 1;
  const magnitude = 10 ** Math.floor(Math.log10(least / unit));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * magnitude * unit >= least * (1 - 1e-9)) ?? 10;
  return factor * magnitude * unit;
}

/** The multiples of `step` in [`from`, `to`]. */
export function ticks(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.max(0, Math.floor(to / step + 1e-9) - first + 1);
  return Array.from({ length: count }, (_, index) => (first + index) * step);
}

/** Writes a tick with just the digits that its step needs: `250 ms`, `1.25 s`, `2:30`, `1:02:30`. */
export function tickLabel(at: number, step: number): string {
  if (at < SECOND && step < SECOND) return `${at.toFixed(decimals(step))} ms`;
  if (at < 2 * MINUTE) return `${(at / SECOND).toFixed(decimals(step / SECOND))} s`;
  const seconds = at / SECOND;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = (seconds % 60).toFixed(decimals(step / SECOND));
  const [hours, minutes] = parts;
  const padded = rest.indexOf(".") === 1 || rest.length === 1 ? `0${rest}` : rest;
  return hours === 0 ? `${minutes}:${padded}` : `${hours}:${String(minutes).padStart(2, "0")}:${padded}`;
}

function decimals(step: number): number {
  return Math.min(6, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}
