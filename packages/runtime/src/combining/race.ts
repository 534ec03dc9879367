import { ensureFuture } from "../tasks/ensure-future.ts";
import type { Future } from "../futures/future.ts";
import { FULFILLED } from "../futures/future-state.ts";
import type { Reaction } from "../futures/reaction.ts";
import { type Gatherable, type Gathered, requireAwaitables } from "./gather.ts";
import { Task } from "../tasks/task.ts";
import { wait } from "./wait-for-tasks.ts";

/**
 * The first to finish decides, with its result or its error; the others are cancelled, and awaited before it returns.
 * (After a plain `Promise.race` the losers go on running, unseen.)
 *
 * @throws TypeError for an empty array: nothing could ever finish
 *
 * @example
 * ```ts
 * import { race, run, sleep } from "baedal";
 *
 * console.log(await run(async () => await race([() => sleep(10, "bike"), () => sleep(1000, "car")]))); // bike
 * ```
 */
export async function race<const Elements extends readonly Gatherable[]>(
  awaitables: Elements,
): Promise<Gathered<Elements[number]>> {
  requireAwaitables(awaitables, "race()");
  if (awaitables.length === 0) throw new TypeError("race() of nothing would never finish; give at least one awaitable");
  const futures = awaitables.map((awaitable) => ensureFuture(awaitable));
  const finish = new Finish(futures);
  try {
    await wait(futures, { returnWhen: "firstCompleted" });
  } catch (cancelled) {
    await cancelAll(futures);
    throw cancelled;
  }
  const winner = finish.first as Future<unknown>; // firstCompleted
  await cancelAll(futures.filter((future) => future !== winner));
  return winner.result() as Gathered<Elements[number]>; // one of the elements
}

/** Sees who is first, also of several that finish in one turn. */
class Finish {
  first: Future<unknown> | undefined;

  constructor(futures: readonly Future<unknown>[]) {
    this.first = futures.find((future) => future.done());
    if (this.first !== undefined) return;
    for (const future of futures) future.react(new Arrival(this));
  }
}

class Arrival implements Reaction {
  nextReaction: Reaction = this;
  /** The error of the winner is thrown, and those of the losers are taken, once all are done. */
  readonly retrieves = false;
  readonly #finish: Finish;

  constructor(finish: Finish) {
    this.#finish = finish;
  }

  settled(future: Future<unknown>): void {
    this.#finish.first ??= future;
  }
}

/** Cancels and waits; the errors of losers count as retrieved, and what they had got goes back where it came from. */
async function cancelAll(futures: readonly Future<unknown>[]): Promise<void> {
  for (const future of futures) if (future.state === FULFILLED && !future.retrieved) future.discarded();
  const running = futures.filter((future) => (future instanceof Task ? future.cancelAlong() : future.cancel()));
  if (running.length > 0) await wait(running);
  for (const future of futures) if (!future.cancelled()) future.exception();
}
