import { currentRun, type RunState } from "../scheduling/run-state.ts";
import { currentTask, type Task, tasksOf } from "./task.ts";
import { findWaitCycle } from "./wait-cycle.ts";

/**
 * The live tasks of the current run as a text tree: each under the task that created it, with what it
 * waits for. A circle of tasks that wait for each other is named below it.
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

/** The tree of one run. */
export function treeOf(run: RunState): string {
  const tasks = tasksOf(run).reverse();
  const alive = new Set(tasks);
  const children = new Map<Task<unknown> | undefined, Task<unknown>[]>();
  for (const task of tasks) {
    const parent = task.parent !== undefined && alive.has(task.parent) ? task.parent : undefined;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [task]);
    else siblings.push(task);
  }
  const lines: string[] = [];
  draw(children, undefined, "", lines);
  const cycle = findWaitCycle(tasks);
  if (cycle !== undefined) lines.push(`Wait cycle: ${cycle.map((task) => task.name).join(" -> ")}`);
  return lines.join("\n");
}

function draw(
  children: ReadonlyMap<Task<unknown> | undefined, Task<unknown>[]>,
  parent: Task<unknown> | undefined,
  indent: string,
  lines: string[],
): void {
  const tasks = children.get(parent) ?? [];
  for (const [index, task] of tasks.entries()) {
    const isLast = index === tasks.length - 1;
    lines.push(`${indent}${isLast ? "└─" : "├─"} ${task.name}: ${stateOf(task)}`);
    draw(children, task, `${indent}${isLast ? "   " : "│  "}`, lines);
  }
}

function stateOf(task: Task<unknown>): string {
  if (task === currentTask()) return "runs";
  const on = task.waitingOn;
  return on === undefined ? "waits for a promise Baedal did not make, perhaps an unref'd handle" : `waits for ${on}`;
}
