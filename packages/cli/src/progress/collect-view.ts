import type { Progress } from "./progress.ts";
import type { Summary } from "./summary.ts";

/** A page finished in this run, as the views show it. */
export interface FinishedPage {
  readonly url: string;
  readonly status: number | null;
  /** What was wrong, or null. */
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly bytes: number | null;
  /** Milliseconds that the last attempt took, where it was measured. */
  readonly took: number | null;
}

/** How a running collection shows itself on stderr: a redrawn block, plain lines, NDJSON, or nothing but errors. */
export interface CollectView {
  /** Milliseconds between two updates that this view wants. */
  readonly interval: number;
  update(progress: Progress): void;
  page(page: FinishedPage): void;
  /** Something a person may want to know. */
  note(message: string): void;
  /** Something that went wrong. */
  problem(message: string): void;
  /** The last call: the run is over. */
  finish(progress: Progress, summary: Summary, exitCode: number): void;
  /** Takes away what must not stay when an error ends the run. */
  abandon(): void;
}
