import { type Ready, ready } from "../scheduling/ready.ts";
import { actAs, waker } from "../scheduling/waker.ts";
import { traceStream } from "../trace/stream.ts";

/**
 * Turns in which a primitive wakes one that waits: one for each time that it asked, in its place among all that is ready.
 * In asyncio who waits is woken at once, and looks in its own turn whether there still is something for it.
 */
export class WakeTurns implements Ready {
  readonly isQuiet: boolean;
  readonly #wake: () => object | undefined;
  /** Turns that were asked for and have not come, of those who still wait: the first of them has the first. */
  #due = 0;
  /** Turns that ever came. */
  #taken = 0;
  /** What happens in the turns of those who have left, by number; made when somebody does. */
  #left: Map<number, () => object | undefined> | undefined;
  /** Who asked, so that a trace can say who woke whom; empty while nobody records. */
  readonly #askers: number[] = [];

  /**
   * @param wake - what to do in a turn; returns the task that goes on, must not throw
   * @param isQuiet - whether it runs no code of users
   */
  constructor(wake: () => object | undefined, isQuiet: boolean) {
    this.#wake = wake;
    this.isQuiet = isQuiet;
  }

  /** How many of those who wait have a turn due. */
  get due(): number {
    return this.#due;
  }

  /** Asks for a turn. */
  ask(): void {
    this.#due++;
    if (traceStream.level > 2) this.#askers.push(waker());
    ready.push(this);
  }

  /**
   * One that has a turn due leaves: in that turn something else happens.
   *
   * @param place - how many wait before it; less than `due`
   */
  leave(place: number, act: () => object | undefined): void {
    this.#left ??= new Map();
    let turn = this.#taken;
    for (let before = place; before > 0 || this.#left.has(turn); turn++) if (!this.#left.has(turn)) before--;
    this.#left.set(turn, act);
    this.#due--;
  }

  takeTurn(): object | undefined {
    const asker = this.#askers.length === 0 ? undefined : this.#askers.shift();
    const act = this.#actOf(this.#taken++);
    return asker === undefined ? act() : actAs(asker, act);
  }

  #actOf(turn: number): () => object | undefined {
    const act = this.#left?.get(turn);
    if (act === undefined) {
      this.#due--;
      return this.#wake;
    }
    this.#left?.delete(turn);
    return act;
  }
}
