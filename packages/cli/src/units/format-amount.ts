const grouped = new Intl.NumberFormat("en-US");
const units = ["B", "kB", "MB", "GB", "TB"] as const;

/** A whole number with thousands grouped: `12,345`. */
export function formatCount(count: number): string {
  return grouped.format(Math.round(count));
}

/** A number and its noun: `1 page`, `2,000 pages`. */
export function formatPlural(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** Bytes in decimal units, two or three figures: `512 B`, `2.1 kB`, `67 MB`. */
export function formatSize(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** power;
  // `power` is an index into `units` by the line above.
  return `${power === 0 || amount >= 9.95 ? Math.round(amount) : amount.toFixed(1)} ${units[power] ?? "B"}`;
}
