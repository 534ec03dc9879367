import { AsyncLocalStorage } from "node:async_hooks";
import { type Ready, ready } from "../scheduling/ready.ts";
import { currentRun } from "../scheduling/run-state.ts";
import { actFor, areWakersAsked, noteWaker } from "../scheduling/waker.ts";
import type { Reaction } from "./reaction.ts";

/** A future as its callbacks need it. */
interface Called {
  readonly description: string;
}

/** A callback of `addDoneCallback`. */
export class DoneCallback implements Reaction, Ready {
  nextReaction: Reaction = this;
  readonly isQuiet = false;
  readonly retrieves = false;
  readonly future: Called;
  readonly callback: (future: never) => unknown;
  readonly #inContext = AsyncLocalStorage.snapshot();

  constructor(future: Called, callback: (future: never) => unknown) {
    this.future = future;
    this.callback = callback;
  }

  settled(): void {
    if (areWakersAsked()) noteWaker(this.future);
    ready.push(this);
  }

  takeTurn(): void {
    if (areWakersAsked()) actFor(this.future, () => this.#call());
    else this.#call();
  }

  #call(): void {
    this.#inContext(() => {
      try {
        (this.callback as (future: Called) => unknown)(this.future);
      } catch (error) {
        currentRun().report(`A done callback of ${this.future.description} failed`, error, undefined);
      }
    });
  }
}
