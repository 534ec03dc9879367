import type { TraceEvent } from "baedal/trace";

/** What a program did, as far as it was recorded: the one thing that every view of a recording is drawn from. */
export interface TraceData {
  /** Version of the stream of events: `traceVersion` of `baedal/trace`. */
  readonly version: number;
  readonly program: TraceProgram;
  /** Events that were lost, those that `drop` events tell of included; the lives of live tasks never are. */
  readonly dropped: number;
  /** In the order in which they were sent. Times are milliseconds since the program started, but on a virtual clock its own. */
  readonly events: readonly TraceEvent[];
}

/** Which program was recorded, and how it ended. */
export interface TraceProgram {
  /** As typed, without the node before it: `shop.ts --customers 3`. */
  readonly command: string;
  /** Version of the Node it ran on, such as `26.10.0`. */
  readonly node: string;
  /** The moment that 0 milliseconds of the real clock stands for, in ISO 8601. */
  readonly startedAt: string;
  readonly pid: number;
  /** Absent if a signal ended it, or if its end was not seen. */
  readonly exitCode?: number;
  /** The signal that ended it, such as `SIGTERM`. */
  readonly signal?: string;
  /** True if the recording stops before the program did: it was killed, or the file was cut. */
  readonly cut?: boolean;
}
