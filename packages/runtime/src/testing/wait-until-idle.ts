import type { Future } from "../futures/future.ts";
import { FULFILLED } from "../futures/future-state.ts";
import { currentRun } from "../scheduling/run-state.ts";
import { suspend } from "../futures/suspend.ts";
import { QuietTurns } from "./quiet-turns.ts";
import { watchRun } from "./watch-run.ts";

/**
 * Waits until every other task of the run is parked, at a wait of the library or at a foreign promise, and nothing in the
 * process will wake one by itself. Virtual time stands still meanwhile.
 *
 * A task that waits for a file, a request or a deadline counts as parked, whether or not it is about to be woken: this
 * waits for no I/O. On a real clock deadlines may pass meanwhile. It does not resolve while a task keeps itself busy with
 * `sleep(0)` or immediates.
 *
 * Semantics: Trio's `wait_all_tasks_blocked`.
 *
 * @example
 * ```ts
 * import { createTask, Future, run } from "baedal";
 * import { waitUntilIdle } from "baedal/testing";
 *
 * await run(async () => {
 *   const order = new Future<string>();
 *   const courier = createTask(async () => `${await order} delivered`);
 *   await waitUntilIdle();
 *   console.log(courier.waitingOn); // a future
 *   order.setResult("A");
 *   console.log(await courier); // A delivered
 * });
 * ```
 */
export function waitUntilIdle(): Future<void> {
  return suspend<void>((future) => {
    const watch = watchRun(currentRun());
    const waiting = watch.activity.await();
    const end = (): void => {
      turns.stop();
      waiting[Symbol.dispose]();
      watch[Symbol.dispose]();
    };
    const turns = new QuietTurns(watch.activity, (quiet) => {
      if (!quiet) return true;
      end();
      future.settle(FULFILLED, undefined);
      return false;
    });
    turns.wake();
    return end;
  }, "until every other task is parked");
}
