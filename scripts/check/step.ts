/** What one step of the check found. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** What a reader needs to see when something failed; empty when it was printed already. */
  readonly output: string;
  /** What could not run on this machine, each with its reason. */
  readonly notRun: readonly string[];
  /** What failed, each with its reason in a line; nothing where the name of the step says enough. */
  readonly failures?: readonly string[];
  /** What passed only at its second try, each with what the first failed with. */
  readonly unsteady?: readonly string[];
}

/** One named part of `npm test`. */
export interface Step {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
}

/** The outcome of a step that counts as one. */
export function single(ok: boolean, output: string): Outcome {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output, notRun: [] };
}
