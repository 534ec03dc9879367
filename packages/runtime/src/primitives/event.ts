import { keepShape } from "../process/keep-shape.ts";
import type { Future } from "../futures/future.ts";
import { FULFILLED } from "../futures/future-state.ts";
import { HomeRun, type PrimitiveOptions } from "./home-run.ts";
import { fulfilled } from "../futures/settled-future.ts";
import { PlainWait, type Wait } from "../futures/wait.ts";
import { WaitQueue } from "./wait-queue.ts";

/** What `Event.statistics()` gives. */
export interface EventStatistics {
  readonly tasksWaiting: number;
}

/**
 * A flag that tasks wait for. `set()` wakes everybody who waits, and who comes later does not wait until `clear()`.
 * It has no truth value: `if (event)` is always true; ask `event.isSet()`.
 * Semantics: `asyncio.Event`.
 *
 * @example
 * ```ts
 * import { createTask, Event, run } from "baedal";
 *
 * await run(async () => {
 *   const cooked = new Event({ name: "cooked" });
 *   const courier = createTask(async () => {
 *     await cooked.wait();
 *     return "on the way";
 *   });
 *   cooked.set();
 *   console.log(await courier); // on the way
 * });
 * ```
 */
export class Event {
  readonly #home: HomeRun;
  readonly #waiters: WaitQueue<Wait<true>>;
  #set = false;

  constructor(options: PrimitiveOptions = {}) {
    this.#home = new HomeRun("Event", options);
    this.#waiters = new WaitQueue({ what: "Event.wait", name: this.#home.name });
  }

  /** Whether the flag is up. */
  isSet(): boolean {
    return this.#set;
  }

  /** Puts the flag up and wakes everybody, in the order in which they came; `clear()` right after does not stop them. */
  set(): void {
    this.#home.visit(this.#waiters.size > 0);
    this.#set = true;
    for (let wait = this.#waiters.shift(); wait !== undefined; wait = this.#waiters.shift())
      wait.settle(FULFILLED, true);
  }

  /** Takes the flag down. */
  clear(): void {
    this.#set = false;
  }

  /**
   * Waits until the flag is up; not at all if it is.
   *
   * @throws RuntimeError while tasks of another run wait
   */
  wait(): Future<true> {
    if (this.#set) return fulfilled(true);
    this.#home.enter(this.#waiters.size > 0);
    const wait = new PlainWait<true>(this.#waiters);
    this.#waiters.add(wait);
    return wait;
  }

  /** How many wait. */
  statistics(): EventStatistics {
    return { tasksWaiting: this.#waiters.size };
  }

  /** @internal Comparing or computing with the event itself is a question meant for `isSet()`. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return `[object ${this.#home.kind}]`;
    throw new TypeError("An Event has no value of its own; ask event.isSet()");
  }
}

keepShape(new Event());
