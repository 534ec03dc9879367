/**
 * The errors of `baedal/testing`.
 *
 *     Error
 *     └─ ExploreError   ERR_BAEDAL_EXPLORE   a scenario failed under some schedule
 */

/** A scenario failed under one of the schedules that `explore` tried; `cause` is what it failed with. */
export class ExploreError extends Error {
  readonly code = "ERR_BAEDAL_EXPLORE";
  /** Replays the failing schedule: `explore(scenario, { seed, runs: 1 })`. */
  readonly seed: number;

  constructor(message: string, seed: number, cause: unknown) {
    super(message, { cause });
    this.seed = seed;
  }
}
Object.defineProperty(ExploreError.prototype, "name", { value: "ExploreError", configurable: true, writable: true });
