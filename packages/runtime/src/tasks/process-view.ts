import { liveRuns, type RunState } from "../scheduling/run-state.ts";
import { SystemClock } from "../time/clock.ts";
import { currentTask, type Task, tasksOf } from "./task.ts";
import { inWords, treeOf } from "./tree-of.ts";

/** A live task as a tool sees it that attaches from outside: plain data, which goes through JSON. */
export interface OutsideTask {
  readonly id: number;
  readonly name: string;
  /** The task that made it and still lives, 0 for none. */
  readonly parent: number;
  /** "elsewhere": it waits for a promise Baedal did not make, or for its turn. */
  readonly state: "running" | "waiting" | "elsewhere";
  /** What it waits for, in words, oldest first. */
  readonly waits: readonly string[];
  /** Cancellations asked for and not taken back; a task that has some and lives on may have swallowed them. */
  readonly cancels: number;
  /** Milliseconds of real time since a look first found it in this wait: at least so long it has been so. */
  readonly seenFor: number;
  /** The same since a look first found it cancelled; 0 while it is not. */
  readonly cancelledFor: number;
}

/** The task that was running when a tool stopped the program in the middle. */
export interface InterruptedTask {
  readonly id: number;
  readonly name: string;
  /** Milliseconds on the clock of its run. */
  readonly at: number;
  /** Whether that is the real clock, `performance.now()`. */
  readonly isReal: boolean;
}

/** How a task was found, and when first. */
interface Sight {
  /** The newest await it was parked in. */
  parked: object | undefined;
  at: number;
  cancelledAt: number | undefined;
}

const sights = new WeakMap<Task<unknown>, Sight>();

/**
 * What tools see of the process that attach to it: `baedal ps` and `baedal top` through the inspector, a watchdog through the
 * paused main thread. They find it in the registry. It answers in the middle of anything, so it changes nothing.
 */
export const processView = {
  /** The text tree of every run that has live tasks, in the order in which the runs began. */
  trees(): string[] {
    return runsWithTasks().map(treeOf);
  },

  /** The live tasks of every run that has some, each in order of creation. */
  runs(): OutsideTask[][] {
    const now = clock.now();
    return runsWithTasks().map((run) =>
      tasksOf(run)
        .reverse()
        .map((task) => seen(task, now)),
    );
  },

  /** The task whose code is on the stack; undefined outside tasks. */
  interrupted(): InterruptedTask | undefined {
    const task = currentTask();
    if (task === undefined) return undefined;
    const at = task.run.clock.now();
    // Not `instanceof`: the clock may be of another copy of this package.
    return { id: task.id, name: task.name, at, isReal: Math.abs(at - clock.now()) < 5 };
  },
};

const clock = new SystemClock();

function runsWithTasks(): RunState[] {
  return [...liveRuns].filter((run) => run.taskCount > 0);
}

function seen(task: Task<unknown>, now: number): OutsideTask {
  const waits: string[] = [];
  let newest: object | undefined;
  for (const parked of task.scope.allParked()) {
    newest ??= parked;
    waits.push(inWords(parked));
  }
  const { seenFor, cancelledFor } = look(task, newest, now);
  return {
    id: task.id,
    name: task.name,
    parent: task.parent?.done() === false ? task.parent.id : 0,
    state: task === currentTask() ? "running" : newest === undefined ? "elsewhere" : "waiting",
    waits: waits.reverse(),
    cancels: task.scope.requests,
    seenFor,
    cancelledFor,
  };
}

/** Remembers how the task stands for the next look. The tasks themselves do not note times: that would cost every wait. */
function look(
  task: Task<unknown>,
  parked: object | undefined,
  now: number,
): Pick<OutsideTask, "seenFor" | "cancelledFor"> {
  const sight: Sight = sights.get(task) ?? { parked, at: now, cancelledAt: undefined };
  sights.set(task, sight);
  if (sight.parked !== parked) Object.assign(sight, { parked, at: now });
  sight.cancelledAt = task.scope.requests === 0 ? undefined : (sight.cancelledAt ?? now);
  return { seenFor: now - sight.at, cancelledFor: now - (sight.cancelledAt ?? now) };
}
