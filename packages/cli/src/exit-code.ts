/**
 * What the command ends with. When several apply, the highest in this order wins:
 * interrupted, disk, store, usage, budget, failures, done.
 */
export const exitCode: {
  readonly done: 0;
  readonly failures: 1;
  readonly usage: 2;
  readonly budget: 3;
  readonly store: 4;
  readonly disk: 5;
  readonly interrupted: 130;
  readonly terminated: 143;
} = {
  /** All asked for was done. */
  done: 0,
  /** Finished, but some URLs failed for good; `baedal get`: no answer, or `--fail` and a status >= 400. */
  failures: 1,
  /** The command line or an input cannot be used; nothing was fetched because of it. */
  usage: 2,
  /** A `--max-…` budget stopped the run. */
  budget: 3,
  /** The store is locked by another run, damaged, or of another version. */
  store: 4,
  /** The disk is full, or a file could not be written. */
  disk: 5,
  /** Ctrl-C (SIGINT). */
  interrupted: 130,
  /** SIGTERM. */
  terminated: 143,
};
