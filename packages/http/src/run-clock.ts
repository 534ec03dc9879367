import { AsyncLocalStorage } from "node:async_hooks";
import { now } from "baedal";
import { callLater, type ScheduledCall } from "baedal/lowlevel";

/** The clock of one run. */
export interface RunClock {
  /** Milliseconds. */
  now(): number;
  callLater(when: number, call: () => void): ScheduledCall;
}

const realClock: RunClock = { now: () => performance.now(), callLater };

/**
 * The clock of the run that the caller is in, for use in callbacks of sockets, which are in none or in another.
 *
 * A real run reads the platform's clock, and so may callbacks; to get back into a run with a clock of its own takes a
 * snapshot of the context, which costs a microsecond that only tests pay.
 */
export function clockOfRun(): RunClock {
  if (Math.abs(now() - performance.now()) < 5) return realClock;
  const inContext = AsyncLocalStorage.snapshot();
  return { now: () => inContext(now), callLater: (when, call) => inContext(callLater, when, call) };
}
