import type { Future } from "../futures/future.ts";
import { liveRuns } from "../scheduling/run-state.ts";
import { type Task, tasksOf } from "../tasks/task.ts";
import type { WaitEvent } from "../trace/event.ts";

/**
 * The live tasks of the whole process by their numbers in the stream of events, for tools; `allTasks` of `baedal` knows
 * those of one run.
 *
 * @example
 * ```ts
 * import { run, sleep } from "baedal";
 * import { liveTasks } from "baedal/trace";
 *
 * const running = run(async () => await sleep(5), { name: "main" });
 * console.log([...liveTasks().values()].map((task) => task.name)); // [ 'main' ]
 * await running;
 * ```
 */
export function liveTasks(): Map<number, Task<unknown>> {
  return new Map([...liveRuns].flatMap((run) => tasksOf(run).reverse()).map((task) => [task.id, task]));
}

/** What every live task waits for now, for tools that begin to listen late: a wait event each, as if it had begun now. */
export function liveWaits(): WaitEvent[] {
  return [...liveTasks().values()].flatMap((task) => {
    const at = task.run.clock.now();
    return [...task.scope.allParked()].map(({ future }) => {
      const { traceWords: on, id: onTask } = future as Future<unknown> & Partial<Task<unknown>>; // what awaits park at
      return { kind: "wait", at, task: task.id, on, ...(onTask !== undefined && { onTask }) } as const;
    });
  });
}
