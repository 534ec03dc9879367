import { RuntimeError } from "../errors/errors.ts";
import type { Future } from "../futures/future.ts";
import type { Reaction } from "../futures/reaction.ts";
import type { RunState } from "../scheduling/run-state.ts";
import { Timer } from "../time/timer-heap.ts";

/** How long a cancelled task may take to clean up before it is reported, in milliseconds. */
const patience = 5000;

/** What the report says of a task. */
interface Stubborn extends Future<unknown> {
  readonly run: RunState;
  readonly identity: string;
  readonly waitingOn: string | undefined;
}

/** One report a task is enough, however often it is cancelled. */
const watched = new WeakSet<Stubborn>();

/** A cancelled task that still runs after 5 s is reported, with what it waits for: it may ignore its cancellation. */
export function watchCancelled(task: Stubborn): void {
  if (watched.has(task)) return;
  watched.add(task);
  const timer = new Timer(
    task.run.clock.now() + patience,
    () => {
      const waits = task.waitingOn ?? "a promise Baedal did not make, which only cancellable() makes interruptible";
      const what = `${task.identity} was cancelled ${patience / 1000} s ago and still runs; it waits for ${waits}`;
      task.run.complain(new RuntimeError(what), task);
    },
    false,
  );
  task.run.timers.add(timer);
  task.react(new Ended(task.run, timer));
}

/** Takes the report back when the task ends in time. */
class Ended implements Reaction {
  nextReaction: Reaction = this;
  readonly retrieves = false;
  readonly #run: RunState;
  readonly #timer: Timer;

  constructor(run: RunState, timer: Timer) {
    this.#run = run;
    this.#timer = timer;
  }

  settled(): void {
    this.#run.timers.remove(this.#timer);
  }
}
