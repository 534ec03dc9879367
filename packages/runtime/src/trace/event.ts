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
  /**
   * The task that settled what it waited for; of several, such as in a gather or a group, the one that was last or decided it.
   * 0 for the event loop: a timer, I/O, code outside tasks.
   */
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

/** A task got or gave back something that it holds meanwhile: a lock, a permit, a token. Level "full". */
export interface ResourceEvent {
  readonly kind: "resource";
  readonly at: number;
  readonly task: number;
  readonly action: "acquired" | "released";
  /** What it is, in words, such as `Lock 'till'`. */
  readonly resource: string;
}

/**
 * A task computed: a step between two awaits that took a millisecond or more, or shorter ones added up, as if the last of them
 * had been in one piece with the others. Their sum is exact. Only where busy time is measured (level "busy").
 */
export interface BusyEvent {
  readonly kind: "busy";
  /** When it began. */
  readonly at: number;
  readonly task: number;
  /** Milliseconds of real time, on a virtual clock too. */
  readonly duration: number;
}

/** The event loop stood still, and nothing else could run. Sent by a watchdog, after the fact. */
export interface BlockedEvent {
  readonly kind: "blocked";
  /** When it began, on the clock of the task's run. */
  readonly at: number;
  /** The task that ran, 0 for code outside tasks. */
  readonly task: number;
  /** Milliseconds of real time. */
  readonly duration: number;
  /** The function that ran, where its stack could be read. */
  readonly culprit?: Culprit;
}

/** Where the main thread stood while the loop was blocked: the innermost function that is neither Node's nor Baedal's own. */
export interface Culprit {
  /** Its name, or `(anonymous)`. */
  readonly function: string;
  /** Path of the source, by its source map where it has one. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** What it had called there of theirs, such as `pbkdf2Sync of Node` or `sleepSync of baedal`; absent for nothing. */
  readonly inside?: string;
  /** The callers, innermost first, as `name (file:line:column)`. */
  readonly stack: readonly string[];
}

/** Events were lost here: a buffer was full, or a file was cut. */
export interface DropEvent {
  readonly kind: "drop";
  readonly at: number;
  readonly task: 0;
  readonly count: number;
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
export type RuntimeEvent =
  | SpawnEvent
  | StartEvent
  | WaitEvent
  | WakeEvent
  | CancelEvent
  | EndEvent
  | ResourceEvent
  | BusyEvent
  | BlockedEvent
  | DropEvent;

/** Any event of the stream. */
export type TraceEvent = RuntimeEvent | ForeignEvent;
