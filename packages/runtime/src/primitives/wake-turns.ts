import { type Ready, ready } from "../scheduling/ready.ts";
import { Scope } from "../scheduling/scope.ts";
import { traceStream } from "../trace/stream.ts";

/**
 * Turns in which a primitive wakes one that waits: one for each time that it asked, in its place among all that is ready.
 * In asyncio who waits is woken at once, and looks in its own turn whether there still is something for it.
 */
export class WakeTurns implements Ready {
  readonly isQuiet: boolean;
  readonly #wake: () => void;
  #due = 0;
  /** Turns of those who were cancelled meanwhile: they pass the wake-up on, to the end of the queue. */
  #passedOn = 0;
  /** Who asked, so that a trace can say who woke whom; empty while nobody records. */
  readonly #askers: (Scope | undefined)[] = [];

  /**
   * @param wake - what to do in a turn; must not throw
   * @param isQuiet - whether it runs no code of users
   */
  constructor(wake: () => void, isQuiet: boolean) {
    this.#wake = wake;
    this.isQuiet = isQuiet;
  }

  /** How many turns were asked for and have not come. */
  get due(): number {
    return this.#due;
  }

  /** Asks for a turn. */
  ask(): void {
    this.#due++;
    if (traceStream.level > 2) this.#askers.push(Scope.current());
    ready.push(this);
  }

  /** Who was to be woken next was cancelled. */
  passOn(): void {
    if (this.#passedOn < this.#due) this.#passedOn++;
  }

  takeTurn(): void {
    this.#due--;
    const asker = this.#askers.length === 0 ? undefined : this.#askers.shift();
    const act = this.#passedOn > 0 ? this.#again : this.#wake;
    if (asker === undefined) act();
    else asker.enter(act);
  }

  readonly #again = (): void => {
    this.#passedOn--;
    this.ask();
  };
}
