import { describeValue } from "../errors/describe-value.ts";
import type { Clock } from "../time/clock.ts";
import { RuntimeError } from "../errors/errors.ts";
import { AttachedRun } from "./attached-run.ts";

/**
 * Time that passes only when the program has nothing else to do: when nothing in the run is runnable and no operation
 * that it started is in flight (files, DNS, crypto, zlib, connects, writes, HTTP requests not yet answered), it jumps to
 * the next deadline. A program that would wait for an hour ends in milliseconds, with the same order of events.
 *
 * Listening servers, idle and waiting sockets and what was started outside the run do not count; `hold` holds time for
 * anything that the clock cannot see. With no deadline left and nothing in flight, `run` rejects with `DeadlockError` at
 * once. Starts at 0; one clock serves one run at a time, and goes on where it stood in the next.
 *
 * @example
 * ```ts
 * import { gather, now, run, sleep } from "baedal";
 * import { VirtualClock } from "baedal/testing";
 *
 * const deliver = (seconds: number) => () => sleep({ seconds });
 * await run(async () => {
 *   await gather([deliver(1), deliver(2), deliver(3)]);
 *   console.log(now()); // 3000
 * }, { clock: new VirtualClock() });
 * ```
 */
export class VirtualClock implements Clock {
  #now = 0;
  #when = Infinity;
  #ring: () => void = () => {};
  readonly #holds = new Set<Hold>();
  #run: AttachedRun | undefined;

  /** Milliseconds since the clock was made. */
  now(): number {
    return this.#now;
  }

  /**
   * Moves the clock on; what is due by then runs in the next turn of the event loop.
   *
   * @param delay - in milliseconds
   * @throws RangeError for what would not move it on
   */
  sleepSync(delay: number): void {
    if (!(typeof delay === "number" && delay >= 0 && delay < Infinity)) {
      throw new RangeError(`A clock goes on by a number of milliseconds from 0 on, not by ${describeValue(delay)}`);
    }
    this.#now += delay;
    this.#run?.wake();
  }

  setAlarm(when: number, ring: () => void): void {
    this.#when = when;
    this.#ring = ring;
    if (when !== Infinity) this.#run?.wake();
  }

  /**
   * Holds time until disposed of, for what the clock cannot see: a worker, a child process, a message on its way.
   *
   * @param reason - shown in `heldBy`
   *
   * @example
   * ```ts
   * import { once } from "node:events";
   * import { Worker } from "node:worker_threads";
   * import { VirtualClock } from "baedal/testing";
   *
   * export async function ask(worker: Worker, clock: VirtualClock): Promise<unknown[]> {
   *   using _ = clock.hold("the answer of a worker");
   *   worker.postMessage("question");
   *   return await once(worker, "message");
   * }
   * ```
   */
  hold(reason: string): Disposable {
    const hold: Hold = { reason };
    this.#holds.add(hold);
    return {
      [Symbol.dispose]: () => {
        if (this.#holds.delete(hold)) this.#run?.wake();
      },
    };
  }

  /** What holds time at this moment: reasons given to `hold`, and kinds of operations in flight. */
  get heldBy(): string[] {
    const reasons = [...this.#holds].map(({ reason }) => reason);
    return [...reasons, ...(this.#run?.inFlight ?? [])];
  }

  /** @internal */
  get isHeld(): boolean {
    if (this.#holds.size > 0) return true;
    for (const _ of this.#run?.inFlight ?? []) return true;
    return false;
  }

  /**
   * @internal
   * @throws RuntimeError while another run is on this clock
   */
  attach(stuck: () => void, run: object): () => void {
    if (this.#run !== undefined) {
      throw new RuntimeError("This VirtualClock belongs to a run that has not ended; give each run a clock of its own");
    }
    this.#run = new AttachedRun(run, this, stuck);
    return () => {
      this.#run?.detach();
      this.#run = undefined;
    };
  }

  /** @internal Whether a deadline has come. */
  get isDue(): boolean {
    return this.#when <= this.#now;
  }

  /** @internal Rings, after a jump to the next deadline if none has come; false if there is none. */
  advance(): boolean {
    if (this.#when === Infinity) return false;
    this.#now = Math.max(this.#now, this.#when);
    this.#when = Infinity;
    this.#ring();
    return true;
  }
}

interface Hold {
  readonly reason: string;
}
