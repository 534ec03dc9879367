import { RuntimeError } from "../errors/errors.ts";
import { ready } from "../scheduling/ready.ts";
import { registry } from "../process/registry.ts";
import { run } from "../running/run.ts";
import { Schedule } from "./schedule.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** A program small enough to be run many times; all its state is made inside, so that no run sees another's. */
export type Scenario = () => unknown;

/** How a scenario ended under one schedule. */
export interface Trial {
  readonly schedule: Schedule;
  /** What it failed with; undefined if it passed. */
  readonly failure: { readonly cause: unknown } | undefined;
}

/** Runs a scenario once, under the schedule of a seed. */
export async function trySchedule(scenario: Scenario, seed: number): Promise<Trial> {
  const endless = new AbortController();
  const schedule = new Schedule(seed, () => endless.abort(new RuntimeError("The scenario does not come to an end")));
  const unseen: unknown[] = [];
  const nextTask = registry.nextTask;
  registry.nextTask = 1; // a replay shows the same names
  ready.pick = schedule.pick;
  try {
    await run(async () => void (await scenario()), {
      name: "scenario",
      clock: new VirtualClock(),
      signal: endless.signal,
      handleSignals: false,
      onUnhandled: (error) => void unseen.push(error),
    });
    return { schedule, failure: unseen.length === 0 ? undefined : { cause: unseen[0] } };
  } catch (cause) {
    return { schedule, failure: { cause } };
  } finally {
    ready.pick = undefined;
    registry.nextTask = Math.max(nextTask, registry.nextTask);
  }
}
