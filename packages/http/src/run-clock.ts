import { AsyncLocalStorage } from "node:async_hooks";
import { now } from "baedal";
import { callLater, holdClock, type ScheduledCall } from "baedal/lowlevel";

/** The clock of one run. */
export interface RunClock {
  /** Milliseconds. */
  now(): number;
  callLater(when: number, call: () => void): ScheduledCall;
  /** Tells a clock that is not real of something real in flight that it cannot see; the result ends that. */
  hold(reason: string): (() => void) | undefined;
  /** Runs code in the context of the run, for a clock that looks at who does what; undefined where none looks. */
  readonly inContext: (<R>(body: () => R) => R) | undefined;
}

const realClock: RunClock = {
  now: () => performance.now(),
  callLater,
  hold: () => undefined,
  inContext: undefined,
};

/**
 * The clock of the run that the caller is in, for use in callbacks of sockets, which are in none or in another.
 *
 * A real run reads the platform's clock, and so may callbacks; to get back into a run with a clock of its own takes a
 * snapshot of the context, which costs a microsecond that only tests pay.
 *
 * @param time - what `now()` has just given
 */
export function clockOfRun(time: number = now()): RunClock {
  if (Math.abs(time - performance.now()) < 5) return realClock;
  const inContext = AsyncLocalStorage.snapshot();
  return {
    now: () => inContext(now),
    callLater: (when, call) => inContext(callLater, when, call),
    hold: (reason) => inContext(holdClock, reason),
    inContext,
  };
}
