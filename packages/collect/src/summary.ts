/** Why a run ended. */
export type Ending = "done" | "stopped" | "max-pages" | "max-bytes" | "max-time";

/** How a run ended. */
export interface Summary {
  readonly ending: Ending;
  /** Over the whole store: URLs that are still queued, done, failed for good. */
  readonly queued: number;
  readonly done: number;
  readonly failed: number;
  /** Finished in this run. */
  readonly finished: number;
  readonly bytes: number;
  /** In ms. */
  readonly elapsed: number;
  /** Lines of lists that were no URLs. */
  readonly badLines: number;
  /** Sitemaps that could not be read, or not to their end. */
  readonly badSitemaps: number;
  /**
   * What the command ends with unless a signal stopped it: 0 all done, 1 some failed, some lines were no URLs or some
   * sitemaps could not be read, 3 stopped by a budget. Errors that stop a run carry their own, see `CollectError.exitCode`.
   */
  readonly exitCode: 0 | 1 | 3;
}
