import type { Page, Progress } from "@baedal/collect";
import type { Outcome } from "./outcome-lines.ts";

/** How a running collection shows itself on stderr: a redrawn block, plain lines, NDJSON, or nothing but errors. */
export interface CollectView {
  /** Milliseconds between two updates that this view wants. */
  readonly interval: number;
  update(progress: Progress): void;
  /** A page is finished, `bytes` long. */
  page(page: Page, bytes: number): void;
  /** The run was asked to stop. */
  stopping(): void;
  /** Something that went wrong. */
  problem(message: string): void;
  /** The last call: the run is over. */
  finish(outcome: Outcome): void;
  /** The last call, when the process ends at once: what is drawn goes, and `message` says how to go on. */
  cut(message: string): void;
  /** Takes away what must not stay when an error ends the run. */
  abandon(): void;
}
