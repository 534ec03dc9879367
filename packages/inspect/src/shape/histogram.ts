/** How many values lie in [`from`, `to`). */
export interface Bucket {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Bucket bounds in one decade, finest first. */
const SERIES: readonly (readonly number[])[] = [[1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1], [0.01]];

/**
 * Counts durations in logarithmic buckets with round bounds, as finely as `most` buckets allow. The buckets are
 * adjacent and cover every value; what is below a tenth of a millisecond counts as that.
 */
export function histogram(sorted: readonly number[], most: number): Bucket[] {
  const least = Math.max(0.1, sorted[0] ?? 0.1);
  const largest = Math.max(least, sorted.at(-1) ?? least);
  for (const series of SERIES) {
    const bounds = boundsAround(least, largest, series);
    if (bounds.length - 1 <= most || series === SERIES.at(-1)) return fill(bounds, sorted);
  }
  return [];
}

function boundsAround(least: number, largest: number, series: readonly number[]): number[] {
  const bounds: number[] = [];
  for (let exponent = Math.floor(Math.log10(least)) - 1; (bounds.at(-1) ?? 0) <= largest; exponent++) {
    for (const mantissa of series) {
      if ((bounds.at(-1) ?? 0) > largest) break;
      const bound = Number(`${mantissa}e${exponent}`); // exact, where 3 * 10 ** -1 is 0.30000000000000004
      if (bound <= least) bounds.length = 0;
      bounds.push(bound);
    }
  }
  return bounds;
}

function fill(bounds: readonly number[], sorted: readonly number[]): Bucket[] {
  const counts = new Array<number>(bounds.length - 1).fill(0);
  let bucket = 0;
  for (const value of sorted) {
    while (bucket < counts.length - 1 && value >= (bounds[bucket + 1] ?? Infinity)) bucket++;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts.map((count, index) => ({ from: bounds[index] ?? 0, to: bounds[index + 1] ?? Infinity, count }));
}
