import { CANCELLED } from "../futures/future-state.ts";
import { keepShape } from "../process/keep-shape.ts";
import type { Wait } from "../futures/wait.ts";
import { WaitQueue, type WaitQueueOptions } from "../primitives/wait-queue.ts";
import { WakeTurns } from "../primitives/wake-turns.ts";

/** What a line needs of its queue. */
export interface LineOptions<W> extends WaitQueueOptions<W> {
  /** A turn of one that waits: gives it what it waits for, if that is still there. Returns the task that goes on; must not throw. */
  readonly serve: () => object | undefined;
  /** Whether the turn runs no code of users. */
  readonly isQuiet: boolean;
  /** Whether there is something for another one. */
  readonly hasMore: () => boolean;
}

/**
 * Those who wait at a queue for the same, items or room, in the order in which they came. The first so many have been woken: their
 * turns are due, each in its place among all that is ready, and they stay in the line until then.
 *
 *     first ⇄ wait ⇄ │ ⇄ wait ⇄ last
 *     └─ turns due ──┘
 */
export class Line<W extends Wait<unknown>> extends WaitQueue<W> {
  readonly #turns: WakeTurns;
  readonly #hasMore: () => boolean;

  constructor(options: LineOptions<W>) {
    super(options);
    this.#turns = new WakeTurns(options.serve, options.isQuiet);
    this.#hasMore = options.hasMore;
  }

  /** Whether none of those who wait has a turn due. */
  get isAsleep(): boolean {
    return this.#turns.due === 0;
  }

  /** Wakes the next of those that have no turn yet. */
  wakeNext(): void {
    if (this.size > this.#turns.due) this.#turns.ask();
  }

  /** Wakes all of them. */
  wakeAll(): void {
    while (this.size > this.#turns.due) this.#turns.ask();
  }

  /**
   * One that has been woken is cancelled: as in asyncio it goes on in its turn, and wakes the next before.
   *
   * @returns false when it has not been woken
   */
  leave(wait: W, message: string): boolean {
    const place = this.placeOf(wait, this.#turns.due);
    if (place === undefined) return false;
    this.withdraw(wait);
    // It is cancelled from now on; who waits for it is told in the turn.
    wait.state = CANCELLED;
    wait.settlement = message;
    this.#turns.leave(place, () => {
      if (this.#hasMore()) this.wakeNext();
      return wait.settleInTurn(CANCELLED, message);
    });
    return true;
  }
}

keepShape(new Line({ what: "a sample", name: undefined, serve: () => undefined, isQuiet: true, hasMore: () => false }));
