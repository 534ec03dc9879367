import { keepShape } from "../process/keep-shape.ts";
import { describeValue } from "../errors/describe-value.ts";
import { requireOptions } from "../errors/require-options.ts";
import { type Duration, milliseconds } from "../time/duration.ts";
import { Future, keepFutureShape } from "../futures/future.ts";
import { FULFILLED, PENDING, REJECTED } from "../futures/future-state.ts";
import type { Reaction } from "../futures/reaction.ts";
import { type Ready, ready } from "../scheduling/ready.ts";
import { currentRun, type RunState } from "../scheduling/run-state.ts";
import { actFor, areWakersAsked, noteWaker } from "../scheduling/waker.ts";
import { Timer } from "../time/timer-heap.ts";

/** Options of `wait`. */
export interface WaitOptions {
  /** Longest wait; on expiry it resolves with what is done, and cancels nothing. @default Infinity */
  readonly timeout?: Duration | undefined;
  /**
   * When it resolves: once all are done, once one is, or once one has failed (cancelled is not failed), at the latest when all are.
   * @default "allCompleted"
   */
  readonly returnWhen?: "allCompleted" | "firstCompleted" | "firstException" | undefined;
}

/** What `wait` resolves with. */
export interface WaitResult<F> {
  readonly done: Set<F>;
  readonly pending: Set<F>;
}

/**
 * Waits for several tasks or futures and says which are done. Cancels nothing and throws none of their errors.
 *
 * @throws TypeError for an empty collection, for what is not a task or future, and for another `returnWhen`
 *
 * Semantics: `asyncio.wait`.
 *
 * @example
 * ```ts
 * import { createTask, run, sleep, wait } from "baedal";
 *
 * await run(async () => {
 *   const tasks = [createTask(() => sleep(10)), createTask(() => sleep(10_000))];
 *   const { done, pending } = await wait(tasks, { returnWhen: "firstCompleted" });
 *   console.log(done.size, pending.size); // 1 1
 * });
 * ```
 */
export async function wait<F extends Future<unknown>>(
  tasks: Iterable<F>,
  options: WaitOptions = {},
): Promise<WaitResult<F>> {
  requireOptions(options, "wait()", optionNames);
  const { timeout = Infinity, returnWhen = "allCompleted" } = options;
  requireReturnWhen(returnWhen);
  requireIterable(tasks);
  const limit = milliseconds(timeout, "The timeout of wait()");
  const done = new Set(tasks);
  if (done.size === 0) throw new TypeError("wait() needs at least one task or future");
  const watch = new Watch(done, returnWhen, limit);
  await watch;
  const pending = new Set<F>();
  if (!watch.sawAll) for (const future of done) if (!future.done() && done.delete(future)) pending.add(future);
  return { done, pending };
}

const optionNames: ReadonlySet<string> = new Set(["timeout", "returnWhen"] satisfies (keyof WaitOptions)[]);

const returnWhens: ReadonlySet<unknown> = new Set<WaitOptions["returnWhen"]>([
  "allCompleted",
  "firstCompleted",
  "firstException",
]);

function requireReturnWhen(returnWhen: unknown): void {
  if (returnWhens.has(returnWhen)) return;
  const needed = 'The returnWhen of wait() must be "allCompleted", "firstCompleted" or "firstException"';
  throw new TypeError(`${needed}, not ${describeValue(returnWhen)}`);
}

function requireIterable(tasks: unknown): void {
  if (typeof tasks === "object" && tasks !== null && Symbol.iterator in tasks) return;
  throw new TypeError(`wait() needs an array or set of tasks, not ${describeValue(tasks)}`);
}

/** Settles when enough of the futures are done, or the time is up. */
class Watch extends Future<void> {
  readonly #returnWhen: NonNullable<WaitOptions["returnWhen"]>;
  readonly #run: RunState = currentRun();
  readonly #watchers: Watcher[] = [];
  #missing = 0;
  #timer: Timer | undefined;

  constructor(futures: Set<Future<unknown>>, returnWhen: NonNullable<WaitOptions["returnWhen"]>, limit: number) {
    super();
    this.#returnWhen = returnWhen;
    for (const future of futures) {
      if (future instanceof Future) this.#watch(future);
      else this.#refuse(future);
    }
    if (limit !== Infinity) this.#run.timers.add((this.#timer = this.#timerIn(limit)));
  }

  override get description(): string {
    return `wait for ${this.#missing} (${this.#returnWhen})`;
  }

  /** @internal */
  override get traceWords(): string {
    return `wait for ${this.#watchers.length} (${this.#returnWhen})`;
  }

  override cancel(message = ""): boolean {
    if (!super.cancel(message)) return false;
    this.#release();
    return true;
  }

  oneDone(future: Future<unknown>): void {
    this.#missing--;
    if (this.state === PENDING && (this.#missing === 0 || this.#suffices(future))) this.#finish();
  }

  /** Whether each of them is done. */
  get sawAll(): boolean {
    return this.#missing === 0;
  }

  #refuse(value: unknown): never {
    this.#release();
    throw new TypeError(`wait() needs tasks or futures, not ${describeValue(value)}; make one with createTask()`);
  }

  #watch(future: Future<unknown>): void {
    const watcher = new Watcher(this, future);
    this.#missing++;
    this.#watchers.push(watcher);
    if (future.state === PENDING) future.react(watcher);
    else ready.push(watcher); // as in CPython: what is done already is told of in a turn too
  }

  #suffices(future: Future<unknown>): boolean {
    if (this.#returnWhen === "firstCompleted") return true;
    return this.#returnWhen === "firstException" && future.state === REJECTED;
  }

  #timerIn(limit: number): Timer {
    return new Timer(this.#run.clock.now() + limit, () => this.#finish());
  }

  #finish(): void {
    this.#release();
    this.settle(FULFILLED, undefined);
  }

  /** A wait for the first of many must leave nothing behind in the others. */
  #release(): void {
    if (this.#timer !== undefined) this.#run.timers.remove(this.#timer);
    if (this.#missing > 0) for (const watcher of this.#watchers) watcher.leave();
  }
}

class Watcher implements Reaction, Ready {
  nextReaction: Reaction = this;
  get isQuiet(): boolean {
    return true;
  }
  /** Being told that a task failed is not yet taking its error. */
  readonly retrieves = false;
  readonly #watch: Watch;
  readonly #future: Future<unknown>;

  constructor(watch: Watch, future: Future<unknown>) {
    this.#watch = watch;
    this.#future = future;
  }

  settled(): void {
    if (areWakersAsked()) noteWaker(this.#future);
    ready.push(this);
  }

  takeTurn(): void {
    if (areWakersAsked()) actFor(this.#future, () => this.#watch.oneDone(this.#future));
    else this.#watch.oneDone(this.#future);
  }

  leave(): void {
    this.#future.unreact(this);
  }
}

const sample = new Watch(new Set(), "allCompleted", Infinity);
keepShape(new Watcher(sample, sample));
keepFutureShape(sample);
