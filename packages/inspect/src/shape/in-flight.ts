/** The times at which requests began and ended, in any order; the two lists are equally long. */
export interface Flights {
  readonly begins: readonly number[];
  readonly ends: readonly number[];
}

/** A stretch of time in which the number of requests in flight did not change. */
interface Level {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The largest number in flight at the same time. One that ends as another begins is not counted with it. */
export function peakInFlight(flights: Flights): number {
  let peak = flights.begins.length > 0 ? 1 : 0; // a request without length is seen by no stretch of time
  for (const level of levels(flights)) peak = Math.max(peak, level.count);
  return peak;
}

/** The peak number in flight in each of `bins` equal parts of the time from 0 to `duration`. */
export function inFlightProfile(flights: Flights, duration: number, bins: number): number[] {
  const profile = new Array<number>(bins).fill(0);
  if (!(duration > 0)) return profile;
  for (const { from, to, count } of levels(flights)) {
    const last = Math.min(bins, Math.ceil((to * bins) / duration));
    for (let bin = Math.floor((from * bins) / duration); bin < last; bin++) {
      profile[bin] = Math.max(profile[bin] ?? 0, count);
    }
  }
  return profile;
}

function* levels(flights: Flights): Generator<Level> {
  const begins = Float64Array.from(flights.begins).sort();
  const ends = Float64Array.from(flights.ends).sort();
  let begun = 0;
  let ended = 0;
  let from = 0;
  while (ended < ends.length) {
    // Past the last begin there are only ends left; at equal times an end comes first.
    const begin = begins[begun] ?? Infinity;
    const end = ends[ended] ?? Infinity;
    const to = Math.min(begin, end);
    if (to > from && begun > ended) yield { from, to, count: begun - ended };
    if (begin < end) begun++;
    else ended++;
    from = to;
  }
}
