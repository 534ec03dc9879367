import { describeValue } from "../errors/describe-value.ts";
import { ambientRun, currentRun } from "../scheduling/run-state.ts";
import { Timer } from "../time/timer-heap.ts";

/** A call that `callLater` arranged. */
export interface ScheduledCall {
  /** Takes it back; does nothing once it was made. */
  cancel(): void;
}

/**
 * Calls a function at a time of the current run's clock, for deadlines of operations: all share one native timer.
 * The function runs outside tasks and must not throw.
 *
 * @param when - on the clock of `now()`, in milliseconds; `Infinity` for never
 * @throws TypeError for what is not a time or not a function
 */
export function callLater(when: number, call: () => void): ScheduledCall {
  if (typeof when !== "number" || Number.isNaN(when)) {
    throw new TypeError(`callLater() needs a time on the clock of now(), in milliseconds, not ${describeValue(when)}`);
  }
  if (typeof call !== "function") throw new TypeError(`callLater() needs a function, not ${describeValue(call)}`);
  const { timers } = currentRun();
  const timer = new Timer(when, call);
  timers.add(timer);
  return { cancel: () => timers.remove(timer) };
}

/**
 * Asks for a call when the current run ends, for reports such as a session that was never closed. What it throws is reported as
 * an error that nobody retrieved.
 *
 * @returns takes the request back
 */
export function onRunEnd(call: () => void): () => void {
  if (typeof call !== "function") throw new TypeError(`onRunEnd() needs a function, not ${describeValue(call)}`);
  const { endings } = currentRun();
  endings.add(call);
  return () => void endings.delete(call);
}

/**
 * Tells a virtual clock that something real is in flight, so that time must not jump meanwhile. Nothing on a real clock.
 *
 * @param reason - for the report of what holds time
 * @returns ends the hold
 */
export function holdClock(reason: string): () => void {
  const hold = currentRun().clock.hold?.(reason);
  return () => hold?.[Symbol.dispose]();
}

/**
 * Stands for the run that the caller is in, for what belongs to the run it was made in; undefined outside every run and
 * after its end. Good for comparing only.
 */
export function enclosingRun(): object | undefined {
  const run = currentRun();
  return run === ambientRun ? undefined : run;
}
