/**
 * The events of the trace stream: the one place that says what each means.
 *
 * Every event has `kind`, `at` (milliseconds on the clock of the run it happened in) and `task` (the number of the task it
 * concerns, 0 for code outside tasks). A field that is absent is unknown, not empty. Kinds with a colon belong to other
 * packages (`http:phase`, `collect:page`); a reader passes over kinds that it does not know.
 */

/** Version of the stream; a change that an older reader would misread raises it. */
export const traceVersion = 1;

/** A task was made; it starts when its creator yields. */
export interface SpawnEvent {
  readonly kind: "spawn";
  readonly at: number;
  readonly task: number;
  readonly name: string;
  /** The task that made it, 0 for none. */
  readonly parent: number;
}

/** The body of a task began. Absent for a task that was cancelled before. */
export interface StartEvent {
  readonly kind: "start";
  readonly at: number;
  readonly task: number;
}

/** A task parked; it may have several waits at once. */
export interface WaitEvent {
  readonly kind: "wait";
  readonly at: number;
  readonly task: number;
  /** What it waits for, in words, such as `sleep 1000 ms`. */
  readonly on: string;
  /** The task that it waits for, where it is one. */
  readonly onTask?: number;
}

/** One wait of a task is over and the task goes on. */
export interface WakeEvent {
  readonly kind: "wake";
  readonly at: number;
  readonly task: number;
  /** What it had waited for, as in the wait event. */
  readonly on: string;
  /** The task that settled what it waited for; 0 for the event loop: a timer, I/O, code outside tasks. */
  readonly by: number;
}

/** A task was asked to stop. */
export interface CancelEvent {
  readonly kind: "cancel";
  readonly at: number;
  readonly task: number;
  readonly message: string;
  /** The task that asked; 0 for code outside tasks. */
  readonly by: number;
}

/** A task is done. */
export interface EndEvent {
  readonly kind: "end";
  readonly at: number;
  readonly task: number;
  readonly outcome: "finished" | "failed" | "cancelled";
  /** Name and message of the error of a failed one. */
  readonly error?: string;
}

/** An event of another package. */
export interface ForeignEvent {
  /** `package:what`. */
  readonly kind: `${string}:${string}`;
  readonly at: number;
  readonly task: number;
  /** What it carries; documented by that package. Plain data. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** The events of the runtime itself. */
export type RuntimeEvent = SpawnEvent | StartEvent | WaitEvent | WakeEvent | CancelEvent | EndEvent;

/** Any event of the stream. */
export type TraceEvent = RuntimeEvent | ForeignEvent;
