/**
 * One entry of the Trace Event Format that ui.perfetto.dev and chrome://tracing read; times are microseconds.
 *
 *     M      names a process or thread             B E    a slice begins and ends; slices of a thread nest
 *     X      a slice and how long it took          i      a moment
 *     b e    the same for what may overlap: those of one category and id nest
 *     s f    an arrow from one slice to another, by id
 */
export interface TraceEntry {
  readonly ph: "M" | "B" | "E" | "X" | "i" | "b" | "e" | "s" | "f";
  readonly pid: number;
  readonly tid: number;
  readonly name?: string;
  readonly cat?: string;
  readonly ts?: number;
  readonly dur?: number;
  /** Of arrows, and of slices that may overlap. */
  readonly id?: number | string;
  /** `t`: the moment concerns its thread; `g`: everything. */
  readonly s?: "t" | "g";
  /** `e`: the arrow ends in the slice around it, not in the next one. */
  readonly bp?: "e";
  readonly args?: Readonly<Record<string, unknown>>;
}

/** Milliseconds as the format wants them; more digits than a nanosecond has say nothing. */
export function microseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1e6) / 1e3;
}
