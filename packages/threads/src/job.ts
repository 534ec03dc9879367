import type { Future } from "baedal";
import type { JobEnd } from "./pool-statistics.ts";
import type { Call, Thread } from "./thread.ts";

/**
 * Where a job stands:
 *
 *     waiting ──> queued ──> running ──> over
 *        └──────────┴──────────────────────┘   cancelled, or dropped by close()
 *
 * `waiting` for a place in the queue, `queued` for a free thread.
 */
export type JobState = "waiting" | "queued" | "running" | "over";

/** One call of `run`. */
export class Job {
  /** What to do; without the arguments once it is over, so that a future that is kept does not keep them. */
  call: Call;
  readonly future: Future<unknown>;
  /** Lets a virtual clock go on. */
  readonly releaseClock: () => void;
  state: JobState = "waiting";
  /** The thread that has it, while it is `running`. */
  thread: Thread | undefined = undefined;
  /** When the thread got it, in milliseconds of `performance.now()`. */
  startedAt = 0;
  /** Its neighbours in the list that it stands in, while it is `waiting` or `queued`. */
  next: Job | undefined = undefined;
  previous: Job | undefined = undefined;

  constructor(call: Call, future: Future<unknown>, releaseClock: () => void) {
    this.call = call;
    this.future = future;
    this.releaseClock = releaseClock;
  }

  begin(thread: Thread): void {
    this.state = "running";
    this.thread = thread;
    this.startedAt = performance.now();
  }

  /** Its future gets the value or the error, unless it was cancelled. */
  end(how: JobEnd, value: unknown): void {
    this.state = "over";
    this.thread = undefined;
    this.call = { name: this.call.name, args: [], moved: [] };
    this.releaseClock();
    if (this.future.done()) return;
    if (how === "completed") this.future.setResult(value);
    else this.future.setException(value ?? new Error(`${this.call.name} threw ${String(value)}`));
  }
}

/** What the future of a job waits for, in words. */
export function describeJob(name: string, state: JobState | undefined): string {
  if (state === "waiting") return `a place in the queue for ${name}`;
  return state === "queued" ? `a free thread for ${name}` : `${name} on a thread`;
}
