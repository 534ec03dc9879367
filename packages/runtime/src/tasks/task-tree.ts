import { processView } from "./process-view.ts";
import { registry } from "../process/registry.ts";
import { currentRun } from "../scheduling/run-state.ts";
import { treeOf } from "./tree-of.ts";

/**
 * The live tasks of the current run as a text tree: each under the task that created it, with what it
 * waits for and who holds that. A circle of tasks that wait for each other is named below it.
 *
 * @example
 * ```ts
 * import { createTask, run, sleep, taskTree } from "baedal";
 *
 * await run(async () => {
 *   createTask(() => sleep(10), { name: "courier" });
 *   await sleep(0);
 *   console.log(taskTree());
 * }, { name: "main" });
 * ```
 */
export function taskTree(): string {
  return treeOf(currentRun());
}

// A tool that attaches to the process finds it there, whatever the program has imported of this package.
registry.view ??= processView;
