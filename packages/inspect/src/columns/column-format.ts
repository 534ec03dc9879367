import type { TraceData } from "../trace-data.ts";

/**
 * A recording as columns, which compress to a few bytes an event: a line of JSON (this header), then the bytes of the
 * columns end to end. The first column has the shape of each event; the others the values of one key each, in the order of
 * the events that have it. A value is a number with two bits for what it is:
 *
 *     0  a whole number, as the difference to the last one of its column
 *     1  a time in thousandths of a millisecond, as such a difference
 *     2  text: its place in `strings`
 *     3  anything else: the place of its JSON in `strings`
 */
export interface ColumnHeader extends Omit<TraceData, "events"> {
  /** Number of events. */
  readonly events: number;
  /** When the last of them is over: the axis is drawn before all are read. */
  readonly until: number;
  readonly strings: readonly string[];
  /** Kind and keys. `data` has no column; its own keys follow it and begin with a dot. */
  readonly shapes: readonly (readonly string[])[];
  /** Key and number of bytes. */
  readonly columns: readonly (readonly [key: string, bytes: number])[];
}

/** Keys whose values are milliseconds, which nobody needs finer than to a thousandth. */
export const TIMES: ReadonlySet<string> = new Set(["at", "duration"]);
