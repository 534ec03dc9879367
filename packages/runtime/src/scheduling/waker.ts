import { traceStream } from "../trace/stream.ts";
import { Scope } from "./scope.ts";

/** The number of a task; no other future has one. */
const numberOf = (future: object): number | undefined => (future as { readonly id?: number }).id;

/**
 * Who has woken whom, for the trace. The context alone does not say it: a callback of the event loop runs in the context of
 * the task that once registered it, and a turn in that of whoever came to rest before it. So nobody looks here, and nothing is
 * noted, but while waits are recorded.
 */
const wakers = new WeakMap<object, number>();
/** On whose behalf the present turn acts; undefined where it acts for nobody. */
let actingFor: number | undefined;
/** The task that was resumed last, until it waits again. */
let resumed: unknown;

/** Whether anybody asks who woke whom. */
export function areWakersAsked(): boolean {
  return traceStream.level > 2;
}

/** The number of the task that runs; 0 for the event loop: a timer, I/O, code outside tasks. */
export function waker(): number {
  if (actingFor !== undefined) return actingFor;
  const scope = Scope.current<object>();
  if (scope === undefined) return 0;
  // One that waits does not run: this is a callback that it left behind. One of its several awaits may have been resumed.
  return scope.owner !== resumed && scope.ownerWaits ? 0 : (numberOf(scope.owner) ?? 0);
}

/** One await of a task is over, and the task goes on. */
export function taskResumed(task: unknown): void {
  resumed = task;
}

/** The task that went on waits again. */
export function taskWaits(): void {
  resumed = undefined;
}

/** A future is settled, or woken, of which others are told in a later turn: notes who did that. A task ends by itself. */
export function noteWaker(future: object): void {
  if (numberOf(future) === undefined) wakers.set(future, waker());
}

/** The turn in which others are told: whom it wakes, the one who settled the future wakes. */
export function actFor<R>(future: object, act: () => R): R {
  return actAs(numberOf(future) ?? wakers.get(future), act);
}

/** Acts on behalf of a task, by its number. */
export function actAs<R>(by: number | undefined, act: () => R): R {
  const before = actingFor;
  actingFor = by;
  try {
    return act();
  } finally {
    actingFor = before;
  }
}
