// Made once: `toLocaleString` makes one a call, which costs 30 µs.
const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A count with its thousands apart: `100,000`. */
export function formatCount(count: number): string {
  return GROUPED.format(count);
}

/** Milliseconds for a column of figures: a decimal below 10, none above; `–` where there is nothing. */
export function formatMilliseconds(milliseconds: number | null): string {
  if (milliseconds === null) return "–";
  return milliseconds < 9.95 && milliseconds > 0 ? milliseconds.toFixed(1) : formatCount(milliseconds);
}

/** A size in decimal units: `312 B`, `23.4 kB`, `1.20 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  const units = ["kB", "MB", "GB", "TB", "PB"];
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3 + 1e-9));
  return `${formatFigure(bytes / 1000 ** power)} ${units[power - 1]}`;
}

/** Three significant figures: `0.42`, `9.87`, `98.7`, `987`, `12,345`. */
export function formatFigure(value: number): string {
  if (value >= 99.95) return formatCount(value);
  return value.toFixed(value >= 9.995 ? 1 : 2);
}

/** A share as a percentage: `0 %`, `< 1 %`, `42 %`. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.01) return "< 1 %";
  return `${Math.round(share * 100)} %`;
}
