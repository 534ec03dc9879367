/**
 * The value at or below which the share `q` (0 to 1) of the sorted values lies, by nearest rank: always one that
 * occurred. `null` for no values.
 */
export function quantile(sorted: ArrayLike<number>, q: number): number | null {
  const rank = Math.ceil(q * sorted.length) - 1;
  return sorted[Math.min(sorted.length - 1, Math.max(0, rank))] ?? null;
}
