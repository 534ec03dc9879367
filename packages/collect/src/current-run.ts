import { now } from "baedal";

import type { CollectionRun } from "./collection-run.ts";
import { Outbox } from "./outbox.ts";
import type { ReadyPage } from "./ready-page.ts";
import { Tally } from "./tally.ts";

/** A run from its first moment, when there is no store yet, to its last. */
export class CurrentRun {
  readonly outbox: Outbox<ReadyPage> = new Outbox(() => this.run?.poke());
  readonly tally: Tally = new Tally();
  readonly began: number = now();
  /** Set once the store is open. */
  run: CollectionRun | undefined;
  /** How often it was told to stop: once is gently, twice is at once. */
  #stops = 0;

  get elapsed(): number {
    return now() - this.began;
  }

  get stopping(): boolean {
    return this.#stops > 0;
  }

  attach(run: CollectionRun): void {
    this.run = run;
    if (this.#stops > 0) run.stop(this.#stops > 1);
  }

  feed(): void {
    this.run?.feed();
  }

  stop(immediately: boolean): void {
    this.#stops += immediately ? 2 : 1;
    this.run?.stop(immediately);
  }
}
