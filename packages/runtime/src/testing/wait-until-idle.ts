import { FULFILLED, type Future } from "../future.ts";
import { currentRun } from "../run-state.ts";
import { suspend } from "../suspend.ts";
import { QuietTurns } from "./quiet-turns.ts";
import { watchRun } from "./watch-run.ts";

/**
 * Waits until every other task of the run is parked: at a wait of the library, or at a promise that something outside
 * will settle. Virtual time stands still meanwhile, and tasks that wait for a file or a request count as parked: their
 * operations may still be in flight.
 *
 * On a real clock too; there a task that goes on at once each time, without ever waiting for anything, is all that is
 * waited for, and a deadline may come meanwhile. It never resolves while a task keeps itself busy with `sleep(0)`.
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
