import { brand } from "../errors/brand.ts";
import { describeValue } from "../errors/describe-value.ts";
import { CancelledError, RuntimeError } from "../errors/errors.ts";
import { requireBoolean } from "../errors/require-boolean.ts";
import { requireOptions } from "../errors/require-options.ts";
import { Future, keepFutureShape } from "../futures/future.ts";
import { CANCELLED, FULFILLED, type FutureState, PENDING, REJECTED } from "../futures/future-state.ts";
import { keepShape } from "../process/keep-shape.ts";
import { type Place, placeOutside } from "../process/place.ts";
import { beginSoon } from "./begin.ts";
import { ready } from "../scheduling/ready.ts";
import { registry } from "../process/registry.ts";
import { currentRun, type LiveTask, type RunState } from "../scheduling/run-state.ts";
import { nameOf, requireRunnable, type Runnable, start } from "./runnable.ts";
import { Scope } from "../scheduling/scope.ts";
import { watchCancelled } from "./stubborn.ts";
import type { EndEvent } from "../trace/event.ts";
import { waker } from "../scheduling/waker.ts";
import { traceStream } from "../trace/stream.ts";

/** Options of `createTask`. */
export interface TaskOptions {
  /** Name in trees and reports. @default the name of the function or coroutine, else `Task-N` */
  readonly name?: string | undefined;
  /** Runs it up to its first `await`, whatever that awaits, at once, instead of when the caller yields. @default false */
  readonly eager?: boolean | undefined;
}

/**
 * A coroutine or function that runs concurrently with others. It is held strongly until it is done.
 * Semantics: `asyncio.Task`.
 */
export class Task<T> extends Future<T> {
  /** @internal */
  declare nextLive: LiveTask | undefined;
  /** @internal */
  declare previousLive: LiveTask | undefined;
  /** @internal */
  override readonly run: RunState;
  /** @internal Its number in the process. */
  readonly id: number;
  /** Made when it is needed: many tasks wait for their beginning, and many are kept for their results. */
  #scope: Scope<Task<unknown>> | undefined;
  readonly #name: string | undefined;
  /** What to run; undefined once started. */
  #runnable: Runnable<T> | undefined;
  #parent: Task<unknown> | undefined;

  /** Tasks are made by `createTask`, `gather`, groups and `run`. */
  private constructor(runnable: Runnable<T>, run: RunState, name: string | undefined) {
    super("none");
    this.state = PENDING;
    this.settlement = undefined;
    this.retrieved = false;
    this.reactions = undefined;
    this.nextLive = undefined;
    this.previousLive = undefined;
    this.#runnable = runnable;
    this.run = run;
    this.#name = name;
    if (run.debug) places.set(this, placeOutside());
    this.id = registry.nextTask++;
    const parent = currentTask();
    this.#parent = parent !== undefined && parent.run === run ? parent : undefined;
  }

  /** @internal Makes one; it begins when it is told to. */
  static of<T>(runnable: Runnable<T>, run: RunState, name: string | undefined): Task<T> {
    return new Task(runnable, run, name);
  }

  /** @internal It is one of its run from now on. */
  enrol(): void {
    this.run.addTask(this);
    if (traceStream.level > 0) {
      const parent = currentTask()?.id ?? 0;
      traceStream.send({ kind: "spawn", at: this.run.clock.now(), task: this.id, name: this.name, parent });
    }
  }

  /** Name in trees and reports. */
  get name(): string {
    return this.#name ?? `Task-${this.id}`;
  }

  /** The task that created it; undefined for the main task and outside tasks. */
  get parent(): Task<unknown> | undefined {
    return this.#parent;
  }

  /** @internal Its own scope, around those of its timeouts and groups. */
  get scope(): Scope<Task<unknown>> {
    return (this.#scope ??= new Scope<Task<unknown>>(this, undefined));
  }

  /** @internal Whether its beginning has had its turn. */
  get hasBegun(): boolean {
    return this.#runnable === undefined;
  }

  /** What it waits for, in words; undefined while it runs, or waits for a promise that the library did not make. */
  get waitingOn(): string | undefined {
    const words: string[] = [];
    for (const parked of this.scope.allParked()) words.push(parked.description);
    return words.length === 0 ? undefined : words.reverse().join(", ");
  }

  override get description(): string {
    return `task '${this.name}'`;
  }

  /** @internal For reports: also where it was created, if that is known. */
  override get identity(): string {
    const place = places.get(this);
    return place === undefined ? this.description : `${this.description} (created ${place()})`;
  }

  /**
   * Asks the task to stop: a `CancelledError` is thrown where it waits, or at its next wait. The task may clean up, and
   * may refuse by catching the error. Cancelled before its start, its body never runs.
   *
   * @param message - becomes the message of the error
   * @returns false if it was done already
   * @throws TypeError for a message that is no string
   */
  override cancel(message = ""): boolean {
    if (typeof message !== "string") {
      throw new TypeError(`The message of cancel() must be a string, not ${describeValue(message)}`);
    }
    if (this.state !== PENDING) return false;
    if (traceStream.level > 0) {
      const by = waker();
      traceStream.send({ kind: "cancel", at: this.run.clock.now(), task: this.id, message, by });
    }
    if (this.run.debug) watchCancelled(this);
    return this.scope.cancel(message);
  }

  /**
   * @internal Cancels it for what it is part of: a group, a race. Not once more where `run` cancels everything:
   * that reaches every task by itself, and a second cancellation would interrupt the cleanup.
   *
   * @returns false if it was done already
   */
  cancelAlong(): boolean {
    if (this.run.cancelsEverything && this.scope.requests > 0) return this.state === PENDING;
    return this.cancel();
  }

  /** How many cancellations were asked for and not taken back; asked from inside a timeout or group, its own count too. */
  cancelling(): number {
    return this.#innermost().cancelling;
  }

  /** Takes one cancellation back; at zero one that was not delivered yet is dropped. Returns how many remain. */
  uncancel(): number {
    return this.#innermost().uncancel();
  }

  /** @throws RuntimeError always: a task gets its result from what it runs */
  override setResult(_value: T): void {
    throw new RuntimeError(`${this.description} gets its result from what it runs; use a Future to settle by hand`);
  }

  /** @throws RuntimeError always: a task gets its exception from what it runs */
  override setException(_error: unknown): void {
    throw new RuntimeError(`${this.description} gets its exception from what it runs; use a Future to settle by hand`);
  }

  /** @internal Runs it up to its first wait. */
  begin(): void {
    const runnable = this.#runnable as Runnable<T>; // begin is called once
    this.#runnable = undefined;
    if (this.scope.pending !== undefined) {
      if (typeof runnable !== "function") runnable.close();
      return this.#end(CANCELLED, this.scope.takePending());
    }
    if (traceStream.level > 0) traceStream.send({ kind: "start", at: this.run.clock.now(), task: this.id });
    try {
      const running = start(runnable);
      const promise = running instanceof Promise ? running : Promise.resolve(running);
      promise.then(taskReturned, taskThrew);
    } catch (error) {
      this.threw(error);
    }
  }

  /** @internal The body has returned. */
  returned(value: T): void {
    // Cancelled too late to be told: it ends cancelled all the same.
    if (this.scope.pending !== undefined) this.#end(CANCELLED, this.scope.takePending());
    else this.#end(FULFILLED, value);
  }

  /** @internal The body has thrown. */
  threw(error: unknown): void {
    if (error instanceof CancelledError) this.#end(CANCELLED, error.message);
    else this.#end(REJECTED, error);
  }

  #end(state: typeof FULFILLED | typeof REJECTED | typeof CANCELLED, settlement: unknown): void {
    if (traceStream.level > 0) traceStream.send(endOf(this, state, settlement));
    this.run.removeTask(this);
    // A chain of tasks that each create the next must not hold all that ever were.
    if (this.#parent?.done() === true) this.#parent = undefined;
    this.settle(state, settlement);
    this.#leaveScope();
    ready.rest(this);
  }

  /** Only its count of cancellations may still be of interest. */
  #leaveScope(): void {
    const scope = this.#scope;
    if (scope === undefined) return;
    scope.close();
    if (scope.requests === 0) this.#scope = undefined;
  }

  #innermost(): Scope<Task<unknown>> {
    const scope = Scope.current<Task<unknown>>();
    return scope?.owner === this ? scope : this.scope;
  }
}

brand(Task, "Task");

/** Where tasks were created, in debug mode. */
const places = new WeakMap<Task<unknown>, Place>();

// What ends tasks finds its task in the context that it runs in, and so needs no closure for each.

/** The task whose own scope is the context. */
const contextTask = (): Task<unknown> => (registry.scopes.getStore() as Scope<Task<unknown>>).owner;
const taskReturned = (value: unknown): void => contextTask().returned(value);
const taskThrew = (error: unknown): void => contextTask().threw(error);

function errorInWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : describeValue(error);
}

function endOf({ run, id: task }: Task<unknown>, state: FutureState, settlement: unknown): EndEvent {
  const at = run.clock.now();
  if (state === FULFILLED) return { kind: "end", at, task, outcome: "finished" };
  if (state === CANCELLED) return { kind: "end", at, task, outcome: "cancelled" };
  return { kind: "end", at, task, outcome: "failed", error: errorInWords(settlement) };
}

/** The task that the running code is part of; undefined outside tasks. */
export function currentTask(): Task<unknown> | undefined {
  return Scope.current<Task<unknown>>()?.owner;
}

/** The tasks of the current run that are not done; outside `run`, those made outside. */
export function allTasks(): Set<Task<unknown>> {
  return new Set(tasksOf(currentRun()).reverse());
}

/** Live tasks of a run, newest first. */
export function tasksOf(run: RunState): Task<unknown>[] {
  const tasks: Task<unknown>[] = [];
  for (let task = run.tasks; task !== undefined; task = task.nextLive) tasks.push(task as Task<unknown>); // only tasks
  return tasks;
}

/**
 * Runs a coroutine or function concurrently. It starts soon: after the running code yields and all that was ready before had
 * its turn; timers and I/O come in between only where a `sleep(0)` of before lets them.
 *
 * @throws TypeError for a promise that already runs (see `ensureFuture`) and for what is not runnable
 *
 * Semantics: `asyncio.create_task`.
 *
 * @example
 * ```ts
 * import { createTask, run, sleep } from "baedal";
 *
 * await run(async () => {
 *   const task = createTask(async () => {
 *     await sleep(10);
 *     return "delivered";
 *   }, { name: "courier" });
 *   console.log(task.name, await task); // courier delivered
 * });
 * ```
 */
export function createTask<T>(runnable: Runnable<T>, options: TaskOptions = noOptions): Task<T> {
  requireRunnable(runnable, "createTask()");
  return spawn(runnable, currentRun(), options);
}

const noOptions: TaskOptions = Object.freeze({});
const optionNames: ReadonlySet<string> = new Set(["name", "eager"] satisfies (keyof TaskOptions)[]);

/** Makes a task in a run and starts it. */
export function spawn<T>(runnable: Runnable<T>, run: RunState, options: TaskOptions): Task<T> {
  if (options !== noOptions) requireOptions(options, "createTask()", optionNames);
  const { name = nameOf(runnable), eager = false } = options;
  if (typeof name !== "string" && name !== undefined) {
    throw new TypeError(`The name of a task must be a string, not ${describeValue(name)}`);
  }
  requireBoolean(eager, "eager of createTask()");
  const task = Task.of(runnable, run, name);
  task.enrol();
  if (eager) task.scope.enter(() => task.begin());
  else beginSoon(task);
  return task;
}

const sample = Task.of<unknown>(() => {}, currentRun(), undefined);
registry.nextTask--; // the first task of a program is number 1
sample.nextLive = sample;
sample.previousLive = sample;
sample.nextLive = undefined;
sample.previousLive = undefined;
keepShape(sample.scope);
keepFutureShape(sample);
