/** How one host stands. */
export interface HostProgress {
  /** `hostname:port`, or a name that says more. */
  readonly host: string;
  /** URLs known so far. */
  readonly total: number;
  /** Finished, failed ones included. */
  readonly done: number;
  readonly failed: number;
  readonly inFlight: number;
}

/** One kind of failure and how often it came. */
export interface FailureCount {
  /** `status 404`, `connection refused`. */
  readonly kind: string;
  readonly count: number;
}

/** How a collection stands at one moment: all that the views draw. */
export interface Progress {
  /** Milliseconds since the start. */
  readonly elapsed: number;
  /** URLs known so far; grows while links are followed. */
  readonly total: number;
  /** Finished, failed ones included. */
  readonly done: number;
  readonly failed: number;
  readonly inFlight: number;
  /** Bytes of the bodies so far. */
  readonly bytes: number;
  /** Finished URLs a second over the last few seconds. */
  readonly perSecond: number;
  readonly hosts: readonly HostProgress[];
  readonly failures: readonly FailureCount[];
  /** Set once the run has been asked to stop: nothing new starts. */
  readonly stopping: boolean;
}

/** Milliseconds until all known URLs are done at the present rate; undefined while nobody can know. */
export function timeLeft(progress: Progress): number | undefined {
  const left = progress.total - progress.done;
  if (left <= 0 || progress.perSecond <= 0 || progress.stopping) return undefined;
  return (left / progress.perSecond) * 1000;
}
