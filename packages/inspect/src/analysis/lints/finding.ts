/** What kinds of trouble are looked for. The codes are stable. */
export type FindingCode =
  | "blocked-loop"
  | "never-yielded"
  | "unbounded-fan-out"
  | "lock-across-io"
  | "outlived-parent"
  | "swallowed-cancellation";

/** Trouble that the recording shows. */
export interface Finding {
  readonly code: FindingCode;
  /** What happened, to which tasks: one sentence. */
  readonly what: string;
  /** The way out: one sentence. */
  readonly advice: string;
  /** The tasks that it happened to, the worst first; 0 for code outside tasks. */
  readonly tasks: readonly number[];
  /** Where to look on the axis of time, in milliseconds. */
  readonly from: number;
  readonly to: number;
}
