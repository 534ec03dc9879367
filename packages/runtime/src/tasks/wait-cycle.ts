import { Future } from "../futures/future.ts";
import { Task } from "./task.ts";

/** The tasks that one waits for: directly, through a gather or group, or as owners of what it wants. */
function waitsFor(task: Task<unknown>): Set<Task<unknown>> {
  const found = new Set<Task<unknown>>();
  const futures: unknown[] = [...task.scope.allParked()].map((parked) => parked.future);
  for (const future of futures) {
    if (future instanceof Task) found.add(future);
    else if (future instanceof Future) futures.push(...future.blockers());
  }
  return found;
}

/**
 * A circle of tasks in which each waits for the next, the first of them again at the end; undefined when there is none.
 * Two tasks that want each other's lock are one, and so is a parent that awaits a child that awaits the parent.
 */
export function findWaitCycle(tasks: Iterable<Task<unknown>>): Task<unknown>[] | undefined {
  const cleared = new Set<Task<unknown>>();
  for (const start of tasks) {
    const cycle = cycleFrom(start, cleared);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** Walks without recursion: chains of waiting tasks may be long. */
function cycleFrom(start: Task<unknown>, cleared: Set<Task<unknown>>): Task<unknown>[] | undefined {
  const path = [{ task: start, next: waitsFor(start).values() }];
  const onPath = new Set([start]);
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const { value: task, done } = step.next.next();
    if (done === true) {
      cleared.add(step.task);
      onPath.delete(step.task);
      path.pop();
    } else if (onPath.has(task)) {
      const tasks = path.map((entry) => entry.task);
      return [...tasks.slice(tasks.indexOf(task)), task];
    } else if (!cleared.has(task)) {
      path.push({ task, next: waitsFor(task).values() });
      onPath.add(task);
    }
  }
  return undefined;
}
