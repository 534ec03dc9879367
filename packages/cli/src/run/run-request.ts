import type { TraceForm } from "../trace/trace-form.ts";

/** What `baedal run` is asked to do. */
export interface RunRequest {
  readonly script: string;
  /** What the script finds behind its own name in `process.argv`. */
  readonly args: readonly string[];
  /** Where what happened is written to. */
  readonly trace?: { readonly file: string; readonly form: TraceForm };
  /** Bytes of records that are kept meanwhile. */
  readonly traceLimit: number;
  /** The port of the live page, 0 for any. */
  readonly inspect?: number;
  /** Milliseconds that the event loop may stand still before stderr tells of it. */
  readonly slow?: number;
  /** Whether the recording, and the live page, tells how long each task computes. */
  readonly busy: boolean;
}
