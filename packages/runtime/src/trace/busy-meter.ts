import { registry } from "../process/registry.ts";
import { type Clock, SystemClock } from "../time/clock.ts";
import type { BusyEvent, TraceEvent } from "./event.ts";

/** Steps that follow each other in less than this are one, in milliseconds: what lies between is the runtime's. */
const gap = 0.05;
/** Computing time below this is added up, so that tasks that only pass things on do not make an event a step. */
const worthAnEvent = 1;
/** Milliseconds that a rest waits at most before it is told. */
const patience = 100;

/** What the meter needs of a task. */
interface MeteredTask {
  readonly id: number;
  readonly run: { readonly clock: Clock };
  done(): boolean;
}

/** Computing time of a task that was not told yet, in milliseconds. */
interface Rest {
  duration: number;
  /** When it ended, on the clock of the task's run. */
  until: number;
}

/**
 * Measures what each task computes: V8 calls before and after every step of an async function, and the step runs in the
 * context of its task. Exact to the microsecond, but each of these calls costs some 0.1 µs, so it works only while asked.
 */
export class BusyMeter {
  readonly #send: (event: BusyEvent) => void;
  readonly #clock = new SystemClock();
  readonly #alarm = new SystemClock();
  readonly #rests = new Map<MeteredTask, Rest>();
  /** Whose steps are being added up; undefined for code outside tasks. */
  #task: MeteredTask | undefined;
  /** Of the present stretch of steps: computing time, when it ended, and when its last step began, all real time. */
  #duration = 0;
  #until = 0;
  #stepAt = -1;
  #isWaiting = false;
  readonly #stop: () => void;

  constructor(send: (event: BusyEvent) => void) {
    this.#send = send;
    // Not imported: nearly no program measures.
    const { promiseHooks } = process.getBuiltinModule("node:v8");
    this.#stop = promiseHooks.createHook({ before: this.#before, after: this.#after }) as () => void; // Node types it as Function
    process.on("exit", this.#flush);
  }

  /** Ends it; what was not told yet is. */
  [Symbol.dispose](): void {
    this.#stop();
    process.off("exit", this.#flush);
    this.#alarm.setAlarm(Infinity, () => {});
    this.#flush();
  }

  readonly #before = (): void => {
    this.#stepAt = this.#clock.now();
    if (this.#stepAt - this.#until > gap) this.#endStretch();
  };

  readonly #after = (): void => {
    const task = ownerOfStep();
    // What is left of a step behind the end of its task is the runtime's, and so is what a task left running.
    if (task?.done() === true) this.#stepAt = -1;
    else this.#endStep(task, this.#clock.now());
  };

  /** Takes the lives of tasks, so that none computes for longer than it lives: it may begin and end within a step. */
  readonly live = (event: TraceEvent): void => {
    if (event.kind === "start" && this.#stepAt >= 0) this.#stepAt = this.#clock.now();
    if (event.kind !== "end") return;
    const task = ownerOfStep();
    if (task === undefined || task.id !== event.task) return;
    this.#endStep(task, task.run.clock instanceof SystemClock ? event.at : this.#clock.now());
  };

  #endStep(task: MeteredTask | undefined, until: number): void {
    if (this.#stepAt < 0) return; // it is over, or measuring began in the middle of it
    if (task !== this.#task) {
      this.#endStretch();
      this.#task = task;
    }
    this.#until = until;
    this.#duration += Math.max(0, until - this.#stepAt);
    this.#stepAt = -1;
  }

  #endStretch(): void {
    const task = this.#task;
    const duration = this.#duration;
    this.#duration = 0;
    if (task === undefined || duration === 0) return;
    // The clock of the run may be another one, on which computing takes no time.
    const since = this.#clock.now() - this.#until;
    const now = task.run.clock.now();
    const until = Math.abs(now - this.#clock.now()) < worthAnEvent ? now - since : now;
    const rest = this.#rests.get(task);
    if (rest === undefined) this.#rests.set(task, { duration, until });
    else {
      rest.duration += duration;
      rest.until = until;
    }
    if ((rest?.duration ?? duration) >= worthAnEvent) this.#tell(task);
    else if (!this.#isWaiting) this.#waitToTell();
  }

  #tell(task: MeteredTask): void {
    const rest = this.#rests.get(task);
    if (rest === undefined) return;
    this.#rests.delete(task);
    const { duration, until } = rest;
    this.#send({ kind: "busy", at: until - duration, task: task.id, duration });
  }

  #waitToTell(): void {
    this.#isWaiting = true;
    this.#alarm.setAlarm(this.#clock.now() + patience, this.#flush, false);
  }

  readonly #flush = (): void => {
    this.#isWaiting = false;
    this.#endStretch();
    for (const task of this.#rests.keys()) this.#tell(task);
  };
}

/** Asked at the end of a step and not before: the step in which a task begins enters its context. */
function ownerOfStep(): MeteredTask | undefined {
  return (registry.scopes.getStore() as { readonly owner: MeteredTask } | undefined)?.owner; // it holds scopes of tasks
}
