import { type Clock, SystemClock } from "../time/clock.ts";
import { describeValue } from "../errors/describe-value.ts";
import { Coroutine } from "../tasks/coroutine.ts";
import { CancelledError, DeadlockError, KeyboardInterrupt, RuntimeError } from "../errors/errors.ts";
import { requireBoolean } from "../errors/require-boolean.ts";
import { requireOptions } from "../errors/require-options.ts";
import { complainOfUnstarted, warnUnstarted } from "../tasks/never-awaited.ts";
import { debugByEnvironment, liveRuns, type OnUnhandled, RunState } from "../scheduling/run-state.ts";
import { requireRunnable, type Runnable } from "../tasks/runnable.ts";
import {
  exitCodeOnInterrupt,
  type Interrupts,
  listenForInterrupts,
  loopRunsEmpty,
  processExits,
} from "./interrupts.ts";
import { watchCancelled } from "../tasks/stubborn.ts";
import { currentTask, spawn, type Task, tasksOf } from "../tasks/task.ts";
import { treeOf } from "../tasks/tree-of.ts";
import { wait } from "../combining/wait-for-tasks.ts";

/** Options of `run`. */
export interface RunOptions {
  /** Name of the main task. @default the name of the function or coroutine, else `Task-N` */
  readonly name?: string | undefined;
  /** Where the time comes from. @default real time */
  readonly clock?: Clock | undefined;
  /** Aborting it cancels the main task, and `run` rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Whether SIGINT and SIGTERM cancel the main task, and SIGQUIT prints the task tree on stderr. @default true */
  readonly handleSignals?: boolean | undefined;
  /** Remembers places of creation, and checks more. @default the environment variable `BAEDAL_DEBUG` */
  readonly debug?: boolean | undefined;
  /** Receives errors that nobody retrieved, in place of the report on stderr. */
  readonly onUnhandled?: ((error: unknown, task: Task<unknown> | undefined) => void) | undefined;
}

/**
 * Runs the main coroutine or function to its end and resolves with its result. Then cancels every task still alive,
 * waits for them, and reports what failed unseen.
 *
 * The first SIGINT or SIGTERM cancels the main task, so that `finally` blocks run, and `run` rejects with
 * `KeyboardInterrupt` (unhandled: exit code 130 or 143); the second ends the process. When tasks live and the event
 * loop runs empty, `run` rejects with `DeadlockError`.
 *
 * @throws RuntimeError inside another `run`
 * @throws TypeError for what is not a coroutine or function
 *
 * Semantics: `asyncio.run`.
 *
 * @example
 * ```ts
 * import { run, sleep } from "baedal";
 *
 * const bowl = await run(async () => await sleep(10, "empty"));
 * console.log(bowl); // empty
 * ```
 */
export async function run<T>(main: Runnable<T>, options: RunOptions = {}): Promise<T> {
  requireRunnable(main, "run()");
  if (currentTask() !== undefined) {
    if (main instanceof Coroutine) main.close();
    throw new RuntimeError("run() cannot be called inside a task; await the coroutine, or start it with createTask()");
  }
  checkOptions(options);
  const { clock = new SystemClock(), debug = debugByEnvironment, onUnhandled } = options;
  const state = new RunState(clock, debug, onUnhandled as OnUnhandled | undefined); // tasks are reported with tasks
  return await new Running(state, main, options).result();
}

const optionNames: ReadonlySet<string> = new Set([
  "name",
  "clock",
  "signal",
  "handleSignals",
  "debug",
  "onUnhandled",
] satisfies (keyof RunOptions)[]);

/** @throws TypeError before anything has begun */
function checkOptions(options: RunOptions): void {
  requireOptions(options, "run()", optionNames);
  const { name, clock, signal, handleSignals = true, debug = false, onUnhandled } = options;
  if (name !== undefined && typeof name !== "string") {
    throw new TypeError(`The name of run() must be a string, not ${describeValue(name)}`);
  }
  if (clock !== undefined && (typeof clock?.now !== "function" || typeof clock.setAlarm !== "function")) {
    throw new TypeError(`The clock of run() must be a Clock, such as a VirtualClock, not ${describeValue(clock)}`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`The signal of run() must be an AbortSignal, not ${describeValue(signal)}`);
  }
  requireBoolean(handleSignals, "handleSignals of run()");
  requireBoolean(debug, "debug of run()");
  if (onUnhandled !== undefined && typeof onUnhandled !== "function") {
    throw new TypeError(`onUnhandled of run() must be a function, not ${describeValue(onUnhandled)}`);
  }
}

// That of load time: a test that replaces the timers must not stop the run.
const nextImmediate = setImmediate;

/** The loop has asked for signals once at the least: whoever is in the middle of a turn has its questions behind it. */
async function turnOfLoop(): Promise<void> {
  await new Promise<void>((resolve) => nextImmediate(() => nextImmediate(resolve)));
}

/** How the main task ended. */
type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** One run from its start to its end. */
class Running<T> {
  readonly #state: RunState;
  readonly #main: Task<T>;
  readonly #signal: AbortSignal | undefined;
  readonly #interrupts: Interrupts | undefined;
  readonly #detach: (() => void) | undefined;
  /** Set when nothing could wake the tasks any more; they were cancelled then. */
  #deadlock: DeadlockError | undefined;
  /** Rejects when tasks remain that even their cancellation cannot move: they wait for foreign promises. */
  readonly #hopeless = Promise.withResolvers<never>();
  #givenUp = false;

  constructor(state: RunState, main: Runnable<T>, options: RunOptions) {
    this.#state = state;
    this.#signal = options.signal;
    this.#detach = state.clock.attach?.(this.#stuck, state); // may refuse, so before there is a task
    this.#main = spawn(main, state, options.name === undefined ? {} : { name: options.name });
    this.#hopeless.promise.catch(() => {});
    if (options.handleSignals !== false) {
      this.#interrupts = listenForInterrupts(
        () => void this.#main.cancel(),
        () => console.error(treeOf(state)),
      );
    }
  }

  async result(): Promise<T> {
    liveRuns.add(this.#state);
    loopRunsEmpty.add(this.#stuck);
    processExits.add(this.#exited);
    this.#signal?.addEventListener("abort", this.#aborted);
    if (this.#signal?.aborted === true) this.#aborted();
    const outcome = await this.#outcome();
    const askedBefore = this.#isAsked;
    await this.#cancelLeftovers();
    await this.#hearSignals();
    this.#signal?.removeEventListener("abort", this.#aborted);
    loopRunsEmpty.delete(this.#stuck);
    processExits.delete(this.#exited);
    this.#detach?.();
    this.#interrupts?.stop();
    this.#end();
    return this.#verdict(outcome, this.#isAsked && !askedBefore);
  }

  /** A signal that came while code computed is told of when the loop turns: the run must not end before. */
  async #hearSignals(): Promise<void> {
    if (this.#interrupts === undefined) return;
    await turnOfLoop();
    await this.#cancelLeftovers();
  }

  async #outcome(): Promise<Outcome<T>> {
    try {
      return { value: await Promise.race([this.#main, this.#hopeless.promise]) };
    } catch (error) {
      return { error };
    }
  }

  /** Whether somebody outside wants the run to stop. */
  get #isAsked(): boolean {
    return this.#signal?.aborted === true || this.#interrupts?.received !== undefined;
  }

  /**
   * What the run ends with. A main task that was cancelled ends with the reason for that. One that refused gives what it
   * returned, but for a deadlock; who asks it to stop after it has returned means the run.
   */
  #verdict(outcome: Outcome<T>, askedAfterwards: boolean): T {
    const isCancelled = "error" in outcome && outcome.error instanceof CancelledError;
    if (this.#deadlock !== undefined && (isCancelled || "value" in outcome)) throw this.#deadlock;
    if (isCancelled || askedAfterwards) {
      if (this.#signal?.aborted === true) throw this.#signal.reason;
      const received = this.#interrupts?.received;
      if (received !== undefined) throw exitCodeOnInterrupt(new KeyboardInterrupt(received));
    }
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  readonly #aborted = (): void => void this.#main.cancel("The signal of run() was aborted");

  /**
   * Nothing is left that could wake a task: the tasks are cancelled, so that their `finally` blocks run. Called again
   * when those have run and tasks remain, it gives these up.
   */
  readonly #stuck = (): void => {
    if (this.#state.taskCount === 0) return;
    if (this.#deadlock !== undefined) return this.#giveUp(this.#deadlock);
    this.#deadlock = new DeadlockError(`All tasks wait and nothing can wake them:\n${treeOf(this.#state)}`);
    this.#state.cancelsEverything = true;
    for (const task of tasksOf(this.#state)) task.cancel("deadlock");
    // One more turn of the loop, so that Node asks again before it exits.
    nextImmediate(() => {});
  };

  /** `process.exit()` in the middle of the run is its end, too: what nobody saw so far is said then. */
  readonly #exited = (): void => {
    complainOfUnstarted(this.#state);
    for (const failure of this.#state.failures) this.#state.reportFailure(failure);
  };

  #giveUp(deadlock: DeadlockError): void {
    this.#givenUp = true;
    this.#hopeless.reject(deadlock);
  }

  /** A task may start others while it cleans up, so this goes on until none is left. */
  async #cancelLeftovers(): Promise<void> {
    this.#state.cancelsEverything = true;
    for (let left = tasksOf(this.#state); left.length > 0 && !this.#givenUp; left = tasksOf(this.#state)) {
      left.reverse();
      for (const task of left) {
        task.cancel();
        if (!this.#state.debug) watchCancelled(task); // in debug mode every cancelled task is watched
      }
      await Promise.race([wait(left), this.#hopeless.promise.catch(() => {})]);
    }
  }

  #end(): void {
    const state = this.#state;
    state.ended = true;
    liveRuns.delete(state);
    // A wait that was abandoned must not hold the process open.
    state.timers.clear();
    for (const ending of state.endings) {
      try {
        ending();
      } catch (error) {
        state.report("What was to be called at the end of the run failed", error, undefined);
      }
    }
    warnUnstarted(state);
    for (const failure of state.failures) state.reportFailure(failure);
  }
}
