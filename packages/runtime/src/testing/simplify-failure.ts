import { Schedule } from "./schedule.ts";
import { type Scenario, type Trial, trySchedule } from "./try-schedule.ts";

/** How many other schedules are tried for one that fails with fewer departures. */
const attempts = 100;

/** A trial that failed. */
export type FailedTrial = Trial & { readonly failure: object };

/**
 * Looks for a schedule that fails in the same way and is closer to first come, first served: first by cutting off the
 * later departures, then among other schedules of few departures. Undefined when not even the failing one fails again.
 */
export async function simplifyFailure(scenario: Scenario, found: FailedTrial): Promise<FailedTrial | undefined> {
  const shortest = await cutOff(scenario, found);
  let best = shortest;
  for (let attempt = 1; best !== undefined && best.schedule.departures > 0 && attempt <= attempts; attempt++) {
    const other = Schedule.nth(found.schedule.seed, attempt);
    best = (await failsAlike(scenario, Schedule.limited(other, best.schedule.departures - 1), found)) ?? best;
  }
  return best;
}

/** The same schedule with as few of its first departures as possible: doubling, then halving the interval. */
async function cutOff(scenario: Scenario, found: FailedTrial): Promise<FailedTrial | undefined> {
  const { seed, departures } = found.schedule;
  const upTo = (limit: number): Promise<FailedTrial | undefined> =>
    failsAlike(scenario, Schedule.limited(seed, limit), found);
  let passes = -1;
  let fails = 0;
  let best = await upTo(fails);
  while (best === undefined && fails < departures) {
    passes = fails;
    fails = Math.min(fails === 0 ? 1 : fails * 2, departures);
    best = await upTo(fails);
  }
  while (best !== undefined && fails - passes > 1) {
    const middle = (passes + fails) >> 1;
    const trial = await upTo(middle);
    if (trial === undefined) passes = middle;
    else [best, fails] = [trial, middle];
  }
  return best;
}

async function failsAlike(scenario: Scenario, seed: number, found: FailedTrial): Promise<FailedTrial | undefined> {
  const trial = await trySchedule(scenario, seed);
  if (trial.failure === undefined || kindOf(trial.failure.cause) !== kindOf(found.failure.cause)) return undefined;
  return trial as FailedTrial; // has a failure
}

/** A simpler schedule that fails differently would be another bug. */
function kindOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}
