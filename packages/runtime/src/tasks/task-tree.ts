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
  draw(children, lines);
  const cycle = findWaitCycle(tasks);
  if (cycle !== undefined) lines.push(`Wait cycle: ${cycle.map((task) => task.name).join(" -> ")}`);
  return lines.join("\n");
}

/** Levels that are indented; what lies deeper stands below each other, so that a long chain of tasks stays readable. */
const deepestIndent = 40;

/** A task that is to be drawn, with what stands before it. */
interface Line {
  readonly task: Task<unknown>;
  readonly isLast: boolean;
  readonly indent: string;
  readonly depth: number;
}

/** Walks without recursion: chains of tasks may be long. */
function draw(children: ReadonlyMap<Task<unknown> | undefined, Task<unknown>[]>, lines: string[]): void {
  const linesOf = (parent: Task<unknown> | undefined, indent: string, depth: number): Line[] => {
    const tasks = children.get(parent) ?? [];
    return tasks.map((task, index) => ({ task, isLast: index === tasks.length - 1, indent, depth })).reverse();
  };
  const left = linesOf(undefined, "", 0);
  for (let line = left.pop(); line !== undefined; line = left.pop()) {
    const { task, isLast, indent, depth } = line;
    lines.push(`${indent}${isLast ? "└─" : "├─"} ${task.name}: ${stateOf(task)}`);
    const inner = depth < deepestIndent ? `${indent}${isLast ? "   " : "│  "}` : indent;
    left.push(...linesOf(task, inner, depth + 1));
  }
}

function stateOf(task: Task<unknown>): string {
  if (task === currentTask()) return "runs";
  const on = task.waitingOn;
  return on === undefined ? "waits for a promise Baedal did not make, perhaps an unref'd handle" : `waits for ${on}`;
}
