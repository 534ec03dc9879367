import { RuntimeError } from "../errors/errors.ts";
import { describeValue } from "../errors/describe-value.ts";
import { requireOptions } from "../errors/require-options.ts";
import { brand } from "../errors/brand.ts";
import { placeBelow } from "../process/place.ts";
import { forgetAmbient, watchAmbient } from "./never-awaited.ts";
import { ambientRun, currentRun, type RunState, type Unstarted } from "../scheduling/run-state.ts";

/** Options of `coroutine`. */
export interface CoroutineOptions {
  /** Name in trees, reports and warnings. @default the name of the function */
  readonly name?: string | undefined;
}

/**
 * A call that has not started: the function runs when the coroutine is awaited (inside the awaiting task), or when
 * it is given to `run`, `createTask`, `gather` and the like. It runs once.
 */
export class Coroutine<T> implements PromiseLike<T> {
  /** Name in trees, reports and warnings. */
  readonly name: string;
  /** @internal */
  nextUnstarted: Unstarted | undefined = undefined;
  /** @internal */
  previousUnstarted: Unstarted | undefined = undefined;
  /** The call, until it is started or closed. */
  #call: (() => T | PromiseLike<T>) | undefined;
  readonly #run: RunState;
  /** @internal Where the function was wrapped, and in debug mode where it was called. */
  readonly place: () => string;

  /** Made by the functions that `coroutine` returns. */
  private constructor(name: string, call: () => T | PromiseLike<T>, place: () => string) {
    this.name = name;
    this.#call = call;
    this.place = place;
    this.#run = currentRun();
    if (this.#run === ambientRun) watchAmbient(this);
    else this.#run.addUnstarted(this);
  }

  /** @internal */
  static of<T>(name: string, call: () => T | PromiseLike<T>, place: () => string): Coroutine<T> {
    return new Coroutine(name, call, place);
  }

  /** Starts it inside the awaiting task; `await` calls this. */
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    let started: Promise<T>;
    try {
      started = Promise.resolve(this.start());
    } catch (error) {
      started = Promise.reject(error);
    }
    return started.then(onFulfilled, onRejected);
  }

  /** Disposes of it without running it; does nothing if it was started. */
  close(): void {
    if (this.#call !== undefined) this.#leave();
  }

  /**
   * @internal Runs the function.
   * @throws RuntimeError the second time
   */
  start(): T | PromiseLike<T> {
    const call = this.#call;
    if (call === undefined) {
      throw new RuntimeError(
        `cannot reuse already awaited coroutine '${this.name}'; call the function again for a new one`,
      );
    }
    this.#leave();
    return call();
  }

  /** @internal Whether it can still be started. */
  get startable(): boolean {
    return this.#call !== undefined;
  }

  #leave(): void {
    this.#call = undefined;
    if (this.#run === ambientRun) forgetAmbient(this);
    else this.#run.removeUnstarted(this);
  }
}

brand(Coroutine, "Coroutine");

const optionNames: ReadonlySet<string> = new Set(["name"] satisfies (keyof CoroutineOptions)[]);

/**
 * Makes an async function lazy: calling the result runs nothing and gives a `Coroutine`, which starts when it is
 * awaited or given to `run`, `createTask`, `gather`, …
 * One that is never started is reported as a `RuntimeWarning` at the latest when `run` ends.
 *
 * @param fn - the function; its argument and result types are kept
 *
 * Semantics: Python's `async def`.
 *
 * @example
 * ```ts
 * import { coroutine, gather, run, sleep } from "baedal";
 *
 * const delivery = coroutine(async function delivery(name: string, mealtime: number) {
 *   await sleep(mealtime);
 *   return `${name} is done`;
 * });
 *
 * const bowls = await run(async () => await gather([delivery("A", 10), delivery("B", 20)]));
 * console.log(bowls); // [ 'A is done', 'B is done' ]
 * ```
 */
export function coroutine<Arguments extends unknown[], Result, This = void>(
  fn: (this: This, ...args: Arguments) => Result,
  options: CoroutineOptions = {},
): (this: This, ...args: Arguments) => Coroutine<Awaited<Result>> {
  if (typeof fn !== "function") {
    throw new TypeError(`coroutine() wraps a function, whose calls then give coroutines, and not ${describeValue(fn)}`);
  }
  requireOptions(options, "coroutine()", optionNames);
  if (options.name !== undefined && typeof options.name !== "string") {
    throw new TypeError(`The name of a coroutine must be a string, not ${describeValue(options.name)}`);
  }
  const name = options.name ?? (fn.name === "" ? "anonymous" : fn.name);
  const wrapped = placeBelow(coroutine);
  function make(this: This, ...args: Arguments): Coroutine<Awaited<Result>> {
    const called = currentRun().debug ? placeBelow(make) : undefined;
    const place = (): string => `wrapped ${wrapped()}${called === undefined ? "" : `, called ${called()}`}`;
    const call = (): Result => fn.apply(this, args);
    return Coroutine.of(name, call as () => Awaited<Result> | PromiseLike<Awaited<Result>>, place);
  }
  Object.defineProperty(make, "name", { value: name, configurable: true });
  return make;
}
