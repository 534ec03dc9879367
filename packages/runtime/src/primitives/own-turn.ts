import { type Ready, ready } from "../scheduling/ready.ts";
import { actAs, waker } from "../scheduling/waker.ts";
import { traceStream } from "../trace/stream.ts";

/**
 * A turn that a primitive asks for, to wake others only after the running code has gone on: in asyncio, too, an await
 * that need not wait goes on before whatever it woke.
 */
export class OwnTurn implements Ready {
  readonly isQuiet: boolean;
  readonly #act: () => void;
  #isDue = false;
  /** Who asked, so that a trace can say who woke whom; undefined while nobody records. */
  #asker: number | undefined;

  /**
   * @param act - what to do in the turn; must not throw
   * @param isQuiet - whether it runs no code of users
   */
  constructor(act: () => void, isQuiet = true) {
    this.#act = act;
    this.isQuiet = isQuiet;
  }

  /** Asks for the turn; once more before it has come does nothing. */
  ask(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    if (traceStream.level > 2) this.#asker = waker();
    ready.push(this);
  }

  takeTurn(): void {
    const asker = this.#asker;
    this.#isDue = false;
    this.#asker = undefined;
    if (asker === undefined) this.#act();
    else actAs(asker, this.#act);
  }
}
