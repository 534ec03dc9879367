import { CancelledError, ExceptionGroup, KeyboardInterrupt, RuntimeError } from "../errors/errors.ts";
import { Future } from "../futures/future.ts";
import { REJECTED } from "../futures/future-state.ts";
import type { Reaction } from "../futures/reaction.ts";
import { type Ready, ready } from "../scheduling/ready.ts";
import { currentRun } from "../scheduling/run-state.ts";
import { requireBody } from "./require-body.ts";
import { requireRunnable, type Runnable } from "../tasks/runnable.ts";
import { Coroutine } from "../tasks/coroutine.ts";
import { Scope } from "../scheduling/scope.ts";
import { actFor, areWakersAsked } from "../scheduling/waker.ts";
import { currentTask, spawn, type Task, type TaskOptions } from "../tasks/task.ts";

/** What the body of `taskGroup` is given. */
export interface TaskGroup {
  /**
   * Starts a task that belongs to the group.
   *
   * @throws RuntimeError once the group has ended or is being cancelled; the coroutine is closed then
   */
  createTask<T>(runnable: Runnable<T>, options?: TaskOptions): Task<T>;
  /** Ends the group: cancels its tasks and the body. The group itself ends without a `CancelledError`; errors still throw. */
  cancel(): void;
}

/**
 * Runs `body` and the tasks that it starts in the group, and waits for all of them: none outlives it.
 * The first error cancels the siblings and the body; what failed is thrown together as an `ExceptionGroup`, in order of
 * occurrence, the body's own error last. A child that is cancelled by itself does not end the group.
 *
 * @returns the body's result
 * @throws ExceptionGroup when a child or the body failed
 * @throws KeyboardInterrupt bare
 *
 * Semantics: `asyncio.TaskGroup`.
 *
 * @example
 * ```ts
 * import { run, sleep, taskGroup } from "baedal";
 *
 * const total = await run(async () => await taskGroup(async (group) => {
 *   const a = group.createTask(() => sleep(20, 1));
 *   const b = group.createTask(() => sleep(10, 2));
 *   return (await a) + (await b);
 * }));
 * console.log(total); // 3
 * ```
 */
export async function taskGroup<T>(body: (group: TaskGroup) => T | PromiseLike<T>): Promise<T> {
  requireBody(body, "taskGroup()", "async (group) => void group.createTask(work)");
  const task = currentTask();
  if (task === undefined) return await spawn(() => taskGroup(body), currentRun(), { name: "taskGroup" });
  return await new Group(task).run(body);
}

class Group implements TaskGroup {
  readonly #task: Task<unknown>;
  readonly #scope: Scope<Task<unknown>>;
  /** Cancellations around the group when it began. */
  readonly #before: number;
  readonly #children = new Set<Task<unknown>>();
  readonly #errors: unknown[] = [];
  /** "aborting" once the siblings were cancelled: by an error, by cancel(), or from outside. */
  #state: "open" | "aborting" | "ended" = "open";
  #interrupt: KeyboardInterrupt | undefined;
  /** Settled when the last child is done; made when the group waits for that. */
  #allDone: AllDone | undefined;

  constructor(task: Task<unknown>) {
    this.#task = task;
    const around = Scope.current<Task<unknown>>();
    this.#before = around?.cancelling ?? 0;
    this.#scope = new Scope(task, around);
  }

  createTask<T>(runnable: Runnable<T>, options: TaskOptions = {}): Task<T> {
    requireRunnable(runnable, "createTask()");
    if (!this.isOpen) {
      if (runnable instanceof Coroutine) runnable.close();
      throw new RuntimeError(
        this.#state === "ended"
          ? "This task group has ended; start tasks before its body returns and its last task is done"
          : "This task group is being cancelled and takes no more tasks",
      );
    }
    const child = spawn(runnable, this.#task.run, options);
    this.#children.add(child);
    if (child.done()) this.childDone(child);
    else child.react(new Membership(this, child));
    // One that starts at once may have ended the group before it was part of it.
    if (!this.isOpen) child.cancelAlong();
    return child;
  }

  get isOpen(): boolean {
    return this.#state === "open";
  }

  cancel(): void {
    this.#abort();
  }

  async run<T>(body: (group: TaskGroup) => T | PromiseLike<T>): Promise<T> {
    let result: T | undefined;
    let failure: { readonly error: unknown } | undefined;
    let cancelled: CancelledError | undefined;
    try {
      result = await this.#scope.enter(async () => await body(this)); // what the body returns is awaited inside too
    } catch (error) {
      failure = { error };
      if (error instanceof CancelledError && this.#isFromOutside()) cancelled = error;
      this.#abort();
    }
    const late = await this.#waitForChildren();
    cancelled ??= late;
    this.#state = "ended";
    this.#scope.close();
    this.#throwWhatFailed(failure, cancelled);
    return result as T; // no failure: the body has returned
  }

  childDone(child: Task<unknown>): void {
    this.#children.delete(child);
    if (child.state === REJECTED) this.#childFailed(child.exception());
    if (this.#children.size === 0) this.#allDone?.finish();
  }

  get children(): ReadonlySet<Task<unknown>> {
    return this.#children;
  }

  #childFailed(error: unknown): void {
    if (error instanceof KeyboardInterrupt) this.#interrupt ??= error;
    else this.#errors.push(error);
    this.#abort();
  }

  #abort(): void {
    if (this.#state !== "open") return;
    this.#state = "aborting";
    for (const child of this.#children) child.cancelAlong();
    this.#scope.cancel("");
    // As in asyncio, a parent that waits already is woken, and waits anew.
    this.#allDone?.finish();
  }

  /** Resolves with the first cancellation that came from outside, if one did. */
  async #waitForChildren(): Promise<CancelledError | undefined> {
    let cancelled: CancelledError | undefined;
    while (this.#children.size > 0) {
      this.#allDone = new AllDone(this);
      try {
        await this.#allDone;
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        cancelled ??= error;
        this.#abort();
      }
    }
    return cancelled;
  }

  /** The body's cancellation is the group's own doing, unless more was asked of the task than when the group began. */
  #isFromOutside(): boolean {
    if (this.#scope.requests === 0) return true;
    return (this.#scope.outer?.cancelling ?? 0) > this.#before;
  }

  #throwWhatFailed(failure: { readonly error: unknown } | undefined, cancelled: CancelledError | undefined): void {
    const error = failure?.error;
    if (error instanceof KeyboardInterrupt) throw error;
    if (this.#interrupt !== undefined) throw this.#interrupt;
    if (failure !== undefined && !(error instanceof CancelledError)) this.#errors.push(error);
    if (this.#errors.length > 0) {
      this.#rearm(cancelled?.message ?? "");
      throw new ExceptionGroup("unhandled errors in a task group", this.#errors);
    }
    if (cancelled !== undefined) throw cancelled;
  }

  /**
   * The errors outrank a cancellation from outside, which must not be lost: it is thrown at the next wait. As in CPython
   * also when the body caught it and did not take it back. Of the scopes that were cancelled the outermost has it: one that
   * ends now, such as a timeout that expired, takes its own along.
   */
  #rearm(message: string): void {
    let outermost: Scope<Task<unknown>> | undefined;
    for (let scope = this.#scope.outer; scope !== undefined; scope = scope.outer) {
      if (scope.requests > 0) outermost = scope;
    }
    outermost?.restorePending(message);
  }
}

/** The place of a child in its group. */
class Membership implements Reaction, Ready {
  nextReaction: Reaction = this;
  get isQuiet(): boolean {
    return false;
  }
  readonly retrieves = true;
  readonly #group: Group;
  readonly #child: Task<unknown>;

  constructor(group: Group, child: Task<unknown>) {
    this.#group = group;
    this.#child = child;
  }

  settled(): void {
    ready.push(this);
  }

  takeTurn(): void {
    if (areWakersAsked()) actFor(this.#child, () => this.#group.childDone(this.#child));
    else this.#group.childDone(this.#child);
  }
}

/** What the end of a group waits for. */
class AllDone extends Future<void> {
  readonly #group: Group;
  /** How many there were when the wait began. */
  readonly #size: number;

  constructor(group: Group) {
    super();
    this.#group = group;
    this.#size = group.children.size;
  }

  override get description(): string {
    return `task group, ${this.#group.children.size} running`;
  }

  /** @internal */
  override get traceWords(): string {
    return `task group of ${this.#size}`;
  }

  /** @internal */
  override blockers(): readonly Future<unknown>[] {
    return [...this.#group.children];
  }

  finish(): void {
    if (!this.done()) this.setResult();
  }
}
