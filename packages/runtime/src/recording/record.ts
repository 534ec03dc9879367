import { requireOptions } from "../errors/require-options.ts";
import type { SpawnEvent, StartEvent, TraceEvent, WaitEvent, WakeEvent } from "../trace/event.ts";
import { traceVersion } from "../trace/event.ts";
import { type TraceLevel, traceStream } from "../trace/stream.ts";

/** Options of `record`. */
export interface RecordOptions {
  /**
   * `"lives"`: of tasks; `"tree"`: events of other packages too; `"full"`: waits and wakes as well; `"busy"`: also how long
   * tasks compute. @default "full"
   */
  readonly level?: TraceLevel | undefined;
  /** How many events are kept; older ones are dropped and counted. @default 100_000 */
  readonly capacity?: number | undefined;
}

/** What was recorded so far. */
export interface Trace {
  readonly version: number;
  /** Events that were overwritten; those of live tasks are kept all the same. */
  readonly dropped: number;
  /** In order of time. */
  readonly events: readonly TraceEvent[];
}

/**
 * Records events in a ring of fixed size. The spawn and the present waits of every live task are kept beside it, so that
 * wrapping around never loses a task that still lives.
 *
 * @example
 * ```ts
 * import { run, sleep } from "baedal";
 * import { emptyState, record, reduce } from "baedal/trace";
 *
 * using recorder = record({ level: "full" });
 * await run(async () => await sleep(5), { name: "main" });
 * const state = recorder.trace().events.reduce(reduce, emptyState);
 * console.log([...state.tasks.values()].map((task) => `${task.name} ${task.outcome}`)); // [ 'main finished' ]
 * ```
 */
export function record(options: RecordOptions = {}): Recorder {
  requireOptions(options, "record()", optionNames);
  const { level = "full", capacity = 100_000 } = options;
  if (!Number.isInteger(capacity) || capacity < 1) {
    throw new RangeError("The capacity of a recorder must be a whole number of events, at least 1");
  }
  return new Recorder(level, capacity);
}

const optionNames: ReadonlySet<string> = new Set(["level", "capacity"] satisfies (keyof RecordOptions)[]);

/** A recording; disposing of it ends it. */
export class Recorder implements Disposable {
  readonly #capacity: number;
  /** The newest events; `#next` is the place of the oldest once it is full. */
  readonly #ring: TraceEvent[] = [];
  #next = 0;
  /** Events that were overwritten. */
  #dropped = 0;
  /** What tasks that lived when the ring begins had done by then: made of what was overwritten, so that it costs nothing before. */
  readonly #live = new Map<number, LiveEvents>();

  /** @internal */
  constructor(level: TraceLevel, capacity: number) {
    this.#capacity = capacity;
    traceStream.add(this.#receive, level);
  }

  /** What is recorded up to now. */
  trace(): Trace {
    const before: TraceEvent[] = [];
    for (const { spawn, start, waits } of this.#live.values()) {
      for (const event of [spawn, start, ...waits]) if (event !== undefined) before.push(event);
    }
    before.sort((a, b) => a.at - b.at);
    const events = [...before, ...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)];
    return { version: traceVersion, dropped: this.#dropped, events };
  }

  /** Ends the recording; what was recorded stays readable. */
  [Symbol.dispose](): void {
    traceStream.remove(this.#receive);
  }

  readonly #receive = (event: TraceEvent): void => {
    const place = this.#next;
    if (place < this.#ring.length) this.#drop(this.#ring[place] as TraceEvent); // place < length
    this.#ring[place] = event;
    this.#next = place + 1 === this.#capacity ? 0 : place + 1;
  };

  #drop(event: TraceEvent): void {
    this.#dropped++;
    if (event.kind === "spawn") this.#live.set(event.task, { spawn: event, start: undefined, waits: [] });
    else if (event.kind === "end") this.#live.delete(event.task);
    else if (event.kind === "wait" || event.kind === "start" || event.kind === "wake") this.#note(event);
  }

  #note(event: StartEvent | WaitEvent | WakeEvent): void {
    const live = this.#live.get(event.task);
    if (live === undefined) return;
    if (event.kind === "start") live.start = event;
    else if (event.kind === "wait") live.waits.push(event);
    else forgetWait(live.waits, event.on);
  }
}

/** The events that say how a live task stands. */
interface LiveEvents {
  readonly spawn: SpawnEvent;
  start: StartEvent | undefined;
  /** More than one where a task waits for several things at once. */
  readonly waits: WaitEvent[];
}

/** Of several waits one is over: the same as `reduce` takes. */
function forgetWait(waits: WaitEvent[], on: string): void {
  const index = waits.findIndex((wait) => wait.on === on);
  waits.splice(index < 0 ? 0 : index, 1);
}
