import type { SpoolOptions } from "./spool-writer.ts";

/** The environment variable that tells the preload what to do; it is gone before the script looks. */
export const configVariable = "BAEDAL_RUN";

/** What the command tells the program that it starts. */
export interface RecordingConfig {
  /** Where the records go. */
  readonly spool?: SpoolOptions;
  /** Whether it tells how long each task computes. */
  readonly busy: boolean;
  /** Serves the live page on that port; 0 for any. */
  readonly live?: { readonly port: number; readonly command: string };
  /** What becomes of an event loop that stands still for that many milliseconds: stderr tells it at once, or only the recording. */
  readonly watch: { readonly slow: number; readonly announce: boolean };
}
