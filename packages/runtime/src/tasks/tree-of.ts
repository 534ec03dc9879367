import { Wait } from "../futures/wait.ts";
import type { RunState } from "../scheduling/run-state.ts";
import type { Parked } from "../scheduling/scope.ts";
import { currentTask, Task, tasksOf } from "./task.ts";
import { findWaitCycle } from "./wait-cycle.ts";

/** The text tree of one run, with a circle of waits named below it: what `taskTree`, `DeadlockError`, SIGQUIT and `baedal ps` show. */
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
  if (!task.hasBegun) return "has not begun";
  const parked = [...task.scope.allParked()].reverse();
  if (parked.length === 0) return "waits for a promise Baedal did not make, perhaps an unref'd handle";
  return `waits for ${parked.map(inWords).join(", ")}`;
}

/** What one wait of a task is for; who holds that stands beside it: between two tasks that want each other's lock that is the whole story. */
export function inWords({ description, future }: Parked): string {
  const holders = future instanceof Wait ? future.blockers().filter((holder) => holder instanceof Task) : [];
  if (holders.length === 0) return description;
  const names = holders.slice(0, mostHolders).map((holder) => holder.name);
  const others = holders.length - names.length;
  return `${description}, held by ${names.join(", ")}${others === 0 ? "" : ` and ${others} more`}`;
}

/** Holders that are named; a semaphore may have thousands. */
const mostHolders = 3;
