import { type Clock, SystemClock } from "../time/clock.ts";
import { registry } from "../process/registry.ts";
import type { Scope } from "./scope.ts";
import { TimerHeap } from "../time/timer-heap.ts";

/** What a run knows of a live task; tasks keep themselves in the list of their run. */
export interface LiveTask {
  nextLive: LiveTask | undefined;
  previousLive: LiveTask | undefined;
  readonly name: string;
}

/** What a run knows of a coroutine that nobody has started yet. */
export interface Unstarted {
  nextUnstarted: Unstarted | undefined;
  previousUnstarted: Unstarted | undefined;
}

/** An exception that nobody has retrieved yet. */
export interface Failure {
  readonly error: unknown;
  /** Who failed, for the report. */
  readonly who: string;
  /** The failed task or future, while somebody still holds it. */
  readonly source: WeakRef<object>;
}

/** Receives what nobody else will see: the error, and the task that failed with it where there is one. */
export type OnUnhandled = (error: unknown, task: unknown) => void;

/**
 * What one `run` owns: its clock and deadlines, its live tasks, and what is to be reported when it ends.
 * Code outside every `run` belongs to the ambient one, which never ends.
 */
export class RunState {
  readonly clock: Clock;
  readonly timers: TimerHeap;
  readonly debug: boolean;
  readonly #onUnhandled: OnUnhandled | undefined;
  /** Head of the list of live tasks, newest first; strong, so that a parked task is never collected. */
  tasks: LiveTask | undefined = undefined;
  /** How many tasks live. */
  taskCount = 0;
  /** Head of the list of coroutines made and not started. */
  unstarted: Unstarted | undefined = undefined;
  readonly failures: Set<Failure> = new Set();
  /** What is asked when the run ends, such as whether a session was closed. */
  readonly endings: Set<() => void> = new Set();
  /** Set once `run` cancels every task there is: what is left when the main task is done, and all at a deadlock. */
  cancelsEverything = false;
  /** Set when `run` has settled; what still runs in its context belongs to the ambient run. */
  ended = false;

  constructor(clock: Clock, debug: boolean, onUnhandled?: OnUnhandled) {
    this.clock = clock;
    this.debug = debug;
    this.#onUnhandled = onUnhandled;
    this.timers = new TimerHeap(clock);
  }

  addTask(task: LiveTask): void {
    task.nextLive = this.tasks;
    if (this.tasks !== undefined) this.tasks.previousLive = task;
    this.tasks = task;
    this.taskCount++;
  }

  removeTask(task: LiveTask): void {
    const { nextLive, previousLive } = task;
    if (previousLive === undefined) this.tasks = nextLive;
    else previousLive.nextLive = nextLive;
    if (nextLive !== undefined) nextLive.previousLive = previousLive;
    task.nextLive = undefined;
    task.previousLive = undefined;
    this.taskCount--;
  }

  addUnstarted(coroutine: Unstarted): void {
    coroutine.nextUnstarted = this.unstarted;
    if (this.unstarted !== undefined) this.unstarted.previousUnstarted = coroutine;
    this.unstarted = coroutine;
  }

  removeUnstarted(coroutine: Unstarted): void {
    const { nextUnstarted, previousUnstarted } = coroutine;
    if (previousUnstarted !== undefined) previousUnstarted.nextUnstarted = nextUnstarted;
    else if (this.unstarted === coroutine) this.unstarted = nextUnstarted;
    if (nextUnstarted !== undefined) nextUnstarted.previousUnstarted = previousUnstarted;
    coroutine.nextUnstarted = undefined;
    coroutine.previousUnstarted = undefined;
  }

  /** Says loudly what would otherwise be lost: to `onUnhandled`, else on stderr. */
  report(what: string, error: unknown, task: unknown): void {
    if (this.#onUnhandled === undefined) return console.error(`${what}:`, error);
    try {
      this.#onUnhandled(error, task);
    } catch (failure) {
      console.error("onUnhandled itself failed:", failure, "\nwith the report:", what, error);
    }
  }

  /** Says what is wrong with a task, though nothing was thrown. */
  complain(error: Error, task: unknown): void {
    if (this.#onUnhandled === undefined) console.error(error.message);
    else this.report("", error, task);
  }

  reportFailure(failure: Failure): void {
    this.failures.delete(failure);
    this.report(`${failure.who} failed and nobody awaited it`, failure.error, failure.source.deref());
  }
}

/** Whether `BAEDAL_DEBUG` asks for places of creation and slower checks. */
export const debugByEnvironment: boolean = /^(1|true|yes|on)$/i.test(process.env["BAEDAL_DEBUG"] ?? "");

/** The run of code outside every `run`. */
export const ambientRun: RunState = (registry.ambient ??= new RunState(
  new SystemClock(),
  debugByEnvironment,
)) as RunState;

/** The runs of the process that have not ended; the ambient one never does. */
export const liveRuns: Set<RunState> = (registry.runs ??= new Set([ambientRun])) as Set<RunState>;

/** The run that the running code belongs to. */
export function currentRun(): RunState {
  // Also in the context of a task that has ended: what it started goes on in its run.
  const run = (registry.scopes.getStore() as Scope<{ readonly run: RunState }> | undefined)?.owner.run;
  return run === undefined || run.ended ? ambientRun : run;
}
