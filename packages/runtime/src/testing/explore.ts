import { describeValue } from "../errors/describe-value.ts";
import { RuntimeError } from "../errors/errors.ts";
import { requireOptions } from "../errors/require-options.ts";
import { ready } from "../scheduling/ready.ts";
import { currentTask } from "../tasks/task.ts";
import { ExploreError } from "./explore-error.ts";
import { Schedule } from "./schedule.ts";
import { type FailedTrial, simplifyFailure } from "./simplify-failure.ts";
import { type Scenario, trySchedule } from "./try-schedule.ts";

/** Options of `explore`. */
export interface ExploreOptions {
  /** How many schedules to try. @default 1000 */
  readonly runs?: number | undefined;
  /** Decides all schedules; the first one tried is its own. @default a random one */
  readonly seed?: number | undefined;
}

/** What `explore` resolves with when no schedule failed. */
export interface Exploration {
  /** How many times the scenario ran. */
  readonly runs: number;
  /** How many of these schedules differed from one another. */
  readonly schedules: number;
  /** Repeats the exploration. */
  readonly seed: number;
}

/**
 * Looks for races: runs a scenario many times, each time in a `run` of its own on a `VirtualClock` and under a random
 * schedule. Which of several woken or new tasks goes next, and how many turns a `sleep(0)` takes, is chosen anew each
 * time. A run fails when it throws, deadlocks, does not end, or leaves an error that nobody retrieved.
 *
 * Only the library's waits are reordered: a scenario stands for requests and files by `sleep(0)` or `sleep` with a random
 * or fixed delay, and does no real I/O. All of its state is made inside it.
 *
 * @returns how many schedules were tried, and how many of them differed
 * @throws ExploreError carrying `cause` and the `seed` that replays the simplest failing schedule found, in its first run
 * @throws RuntimeError inside `run`
 * @throws TypeError for what is not a function, and for malformed options
 *
 * @example
 * ```ts
 * import { gather, sleep } from "baedal";
 * import { explore, ExploreError } from "baedal/testing";
 *
 * async function twoDeposits(): Promise<void> {
 *   let balance = 0;
 *   const deposit = async (): Promise<void> => {
 *     const before = balance;
 *     await sleep(0); // the other one may come in between
 *     balance = before + 1;
 *   };
 *   await gather([deposit, deposit]);
 *   if (balance !== 2) throw new Error(`lost a deposit: ${balance}`);
 * }
 *
 * const error = await explore(twoDeposits, { runs: 100 }).catch((failure: unknown) => failure);
 * console.log(error instanceof ExploreError, (error as ExploreError).seed);
 * ```
 */
export async function explore(scenario: Scenario, options: ExploreOptions = {}): Promise<Exploration> {
  requireOptions(options, "explore()", optionNames);
  const { runs = 1000, seed = Math.floor(Math.random() * 2 ** 32) } = options;
  if (typeof scenario !== "function") {
    throw new TypeError(`explore() needs a function that it can call many times, not ${describeValue(scenario)}`);
  }
  requireCount(runs, "runs", 1);
  requireCount(seed, "seed", 0);
  if (currentTask() !== undefined) {
    throw new RuntimeError(
      "explore() starts runs of its own and cannot be called inside a task; call it outside run()",
    );
  }
  return await inTurn(() => tryAll(scenario, runs, seed));
}

const optionNames: ReadonlySet<string> = new Set(["runs", "seed"] satisfies (keyof ExploreOptions)[]);

async function tryAll(scenario: Scenario, runs: number, seed: number): Promise<Exploration> {
  const seen = new Set<number>();
  for (let index = 0; index < runs; index++) {
    const trial = await trySchedule(scenario, Schedule.nth(seed, index));
    if (trial.failure !== undefined) throw await explain(scenario, trial as FailedTrial, `${index + 1} of ${runs}`); // has one
    seen.add(trial.schedule.fingerprint);
  }
  return { runs, schedules: seen.size, seed };
}

async function explain(scenario: Scenario, found: FailedTrial, which: string): Promise<ExploreError> {
  // The seed of a failure that was explained before stays as it is.
  const simplest = Schedule.isLimited(found.schedule.seed) ? found : await simplifyFailure(scenario, found);
  const { schedule, failure } = simplest ?? found;
  const remark =
    simplest === undefined
      ? "It passed when tried again: something else than the schedule decides, such as real time, I/O or state kept between runs"
      : describeSchedule(schedule);
  const message = `Schedule ${which} fails: ${String(failure.cause)}\n${remark}. Replay it with explore(scenario, { seed: ${schedule.seed}, runs: 1 })`;
  return new ExploreError(message, schedule.seed, failure.cause);
}

function describeSchedule({ departures }: Schedule): string {
  if (departures === 0) return "It fails in plain order too, first come, first served";
  return `It departs from first come, first served at ${departures === 1 ? "one point" : `${departures} points`}`;
}

function requireCount(value: number, option: string, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new TypeError(
    `The option ${option} of explore() must be a whole number from ${least} on, not ${describeValue(value)}`,
  );
}

let last: Promise<unknown> = Promise.resolve();

/** There is one wake-up queue in the process, so that explorations wait for each other. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const before = last;
  const { promise, resolve } = Promise.withResolvers<void>();
  last = promise;
  await before;
  try {
    if (ready.pick !== undefined)
      throw new RuntimeError("Another copy of baedal explores a scenario; explore one at a time");
    return await work();
  } finally {
    resolve();
  }
}
