import { type Future, now } from "baedal";
import { callLater, holdClock, onRunEnd, suspend } from "baedal/lowlevel";
import { closeGrace } from "./close-grace.ts";
import { Dispatcher } from "./dispatcher.ts";
import { PoolClosedError } from "./errors.ts";
import { describeJob, Job } from "./job.ts";
import { moduleUrl } from "./module-url.ts";
import { poolSettings } from "./pool-settings.ts";
import type { PoolStatistics } from "./pool-statistics.ts";
import { requireFunctionName } from "./require-function-name.ts";
import { takeTransferList } from "./take-transfer-list.ts";
import type { Arguments, FunctionName, Result, UnknownModule } from "./worker-module.ts";
import type { ClosePoolOptions, WorkerPoolOptions } from "./worker-pool-options.ts";

/**
 * Runs the functions of a module on threads, so that work that needs the processor does not stop the loop. Make one for a
 * whole program or job, and close it: `await using` does.
 *
 * Every call returns a future: awaiting it from a task makes the job cancellable with the task, also while it runs.
 *
 * Arguments and results are copied by the structured clone algorithm, arguments at the moment in which the job gets its
 * thread; what `transfer` marks is moved. Each thread loads the module once and keeps its state.
 *
 * @typeParam Module - the type of the module, `typeof import("./work.js")`: from it come the names of the functions, their
 *   arguments and their results
 *
 * @example
 * ```ts
 * import { gather, run } from "baedal";
 * import { WorkerPool } from "@baedal/threads";
 *
 * await run(async () => {
 *   await using pool = new WorkerPool<typeof import("node:zlib")>("node:zlib", { threads: 2 });
 *   const packed = await gather(["here", "there"].map((text) => pool.run("gzipSync", text)));
 *   console.log(packed.map((bytes) => bytes.length));
 * });
 * ```
 */
export class WorkerPool<Module extends object = UnknownModule> {
  /** The URL of its module. */
  readonly url: string;
  readonly #dispatcher: Dispatcher;
  /** Who waits in `drain`. */
  readonly #drains = new Set<() => void>();
  /** Who waits in `close`. */
  readonly #closings = new Set<() => void>();
  readonly #stopWatching: () => void;

  /**
   * @param module - the URL of the module, `new URL("./work.js", import.meta.url)`, or its path; TypeScript too, as far as
   *   Node runs it. It is loaded in each thread when that starts, not here
   * @throws TypeError for a URL or an option that cannot be meant
   * @throws RangeError for a number out of bounds, such as a memory limit with which no thread can start
   */
  constructor(module: string | URL, options: WorkerPoolOptions = {}) {
    this.url = moduleUrl(module);
    this.#dispatcher = new Dispatcher(this.url, poolSettings(options), () => this.#wake());
    const place = new Error("made here");
    this.#stopWatching = onRunEnd(() => this.#reportUnclosed(place));
  }

  /** Whether `close` was called. */
  get closed(): boolean {
    return !this.#dispatcher.open;
  }

  /** What it does right now, and did so far. */
  statistics(): PoolStatistics {
    return this.#dispatcher.statistics();
  }

  /**
   * Runs a function of the module on a thread of its own for that time.
   *
   * Cancelling it takes it out of the queue, or stops its thread wherever it is (its `finally` blocks do not run), and
   * another thread is started when a job needs it.
   *
   * @param name - of an exported function, async or not
   * @param args - its arguments
   * @returns what it returns, awaited
   * @throws TypeError if the name is no text, such as the function itself
   * @throws what it throws, with name, message, stack, cause and own properties; its class only where that is one of the
   *   language's
   * @throws ThreadError one of its tree
   * @throws CancelledError if the task, or the future itself, was cancelled
   */
  run<Name extends FunctionName<Module>>(name: Name, ...args: Arguments<Module, Name>): Future<Result<Module, Name>> {
    requireFunctionName(name);
    // Also if the pool is closed: a mark is for one call, even one that is refused.
    const moved = takeTransferList(args);
    let job: Job | undefined;
    return suspend<Result<Module, Name>>(
      (future) => {
        if (this.closed) return future.setException(new PoolClosedError(name, "refused"));
        const begun = new Job({ name, args, moved }, future, holdClock(`${name} on a thread`));
        job = begun;
        this.#dispatcher.add(begun);
        return () => this.#dispatcher.withdraw(begun);
      },
      () => describeJob(name, job?.state),
    );
  }

  /**
   * Waits until the queue has a place (`maxQueue`), for who starts jobs without awaiting them: `await pool.drain()` before
   * each `run` keeps a long input from being read into memory. As `StreamWriter.drain` of asyncio.
   */
  drain(): Future<void> {
    return suspend<void>((future) => {
      if (this.#dispatcher.hasPlace || this.closed) return future.setResult(undefined);
      const wake = (): void => {
        if (!future.done()) future.setResult(undefined);
      };
      this.#drains.add(wake);
      return () => void this.#drains.delete(wake);
    }, "a place in the queue of a worker pool");
  }

  /**
   * Ends the pool. From this call on `run` is refused; jobs that wait for a thread fail with `PoolClosedError`; those that
   * run may go on for `grace`, then their threads are stopped and they fail too. No thread is left afterwards.
   *
   * @throws TypeError for an option that does not exist, and for a grace that is no duration; the pool stays open then
   */
  close(options: ClosePoolOptions = {}): Future<void> {
    const grace = closeGrace(options);
    this.#stopWatching();
    this.#dispatcher.shut();
    return suspend<void>((future) => {
      const timer = callLater(now() + grace, () => this.#dispatcher.stopRunning());
      const releaseClock = holdClock("the end of the threads of a worker pool");
      const finish = (): void => {
        timer.cancel();
        releaseClock();
        if (!future.done()) future.setResult(undefined);
      };
      this.#closings.add(finish);
      this.#wake();
      return () => {
        this.#closings.delete(finish);
        finish();
        this.#dispatcher.stopRunning();
      };
    }, "the threads of a worker pool that is being closed");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Called whenever a place or a thread may have become free. */
  #wake(): void {
    if (this.#dispatcher.hasPlace || this.closed) callAll(this.#drains);
    if (this.closed && this.#dispatcher.alive === 0) callAll(this.#closings);
  }

  #reportUnclosed(place: Error): void {
    const [, ...frames] = (place.stack ?? "").split("\n");
    process.emitWarning("A WorkerPool was never closed; write `await using pool = new WorkerPool(url)`", {
      type: "ResourceWarning",
      detail: `It was made here:\n${frames.join("\n")}`,
    });
    this.#dispatcher.shut();
    this.#dispatcher.stopRunning();
  }
}

function callAll(callbacks: Set<() => void>): void {
  const all = [...callbacks];
  callbacks.clear();
  for (const call of all) call();
}
