import { type BlockedEvent, type Culprit, publish } from "baedal/trace";
import { isMainThread, MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { BeatLog } from "./beat-log.ts";
import { type Sighting, word, type WatchdogData } from "./control.ts";

/** What blocked the loop, told once it turns again. */
export interface BlockedReport {
  /** When it began, in milliseconds on the clock of `performance.now()`. */
  readonly at: number;
  /** Milliseconds that the loop stood still, to within a few. */
  readonly duration: number;
  /** The task that ran; absent for code outside tasks, and where the stack could not be read in time. */
  readonly task?: { readonly id: number; readonly name: string };
  /** Absent where its stack could not be read in time. */
  readonly culprit?: Culprit;
}

/** Options of `watchLoop`. */
export interface WatchLoopOptions {
  /** Milliseconds that the loop may stand still; above them by up to a fifth it may go unnoticed. @default 100 */
  readonly slow?: number;
  /** Told of each time that the loop stood still for longer, once it turns again. */
  readonly onBlocked?: (report: BlockedReport) => void;
  /** Whether a line is written to stderr at once, while the loop still stands. @default false */
  readonly announce?: boolean;
}

/** Milliseconds that the end of the watch may take, so that the last report is not lost. */
const farewell = 1000;

/**
 * Watches over the event loop of the main thread: a thread of its own notices when it stands still for longer than `slow`,
 * and reads what runs, while it still runs. The report goes to `onBlocked`, to who records events (`blocked` of
 * `baedal/trace`), and at once to stderr if `announce` is set. It never keeps the process alive, and costs under 1 % of a
 * core.
 *
 * Native code that blocks, such as `pbkdf2Sync` or a long regular expression, is accused when it returns: it cannot be
 * interrupted. A process that was stopped as a whole accuses nobody. Loops of worker threads are not watched.
 *
 * @returns ends the watch when it is disposed of, after the last report
 * @throws Error on a worker thread: only the stack of the main thread can be read from outside
 * @throws RangeError for a `slow` below 10
 *
 * @example
 * ```ts
 * import { watchLoop } from "@baedal/inspect/watchdog";
 *
 * using _watch = watchLoop({
 *   slow: 200,
 *   onBlocked({ duration, task, culprit }) {
 *     console.warn(`blocked for ${duration.toFixed()} ms by ${culprit?.function} in ${task?.name ?? "no task"}`);
 *   },
 * });
 * ```
 */
export function watchLoop(options: WatchLoopOptions = {}): Disposable {
  const { slow = 100, onBlocked = () => {}, announce = false } = options;
  if (!(slow >= 10 && slow <= 2 ** 30)) {
    throw new RangeError(`slow must be a number of milliseconds of at least 10, not ${String(slow)}`);
  }
  if (!isMainThread) {
    throw new Error(
      "watchLoop() cannot watch the loop of a worker thread, since only the main thread's stack can be read",
    );
  }
  return new LoopWatch(slow, onBlocked, announce);
}

class LoopWatch implements Disposable {
  readonly #control = new Int32Array(new SharedArrayBuffer(4 * Object.keys(word).length));
  readonly #beats: BeatLog;
  readonly #port: MessagePort;
  readonly #timer: NodeJS.Timeout;
  readonly #onBlocked: (report: BlockedReport) => void;

  constructor(slow: number, onBlocked: (report: BlockedReport) => void, announce: boolean) {
    this.#beats = new BeatLog(slow);
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#onBlocked = onBlocked;
    const period = slow * 0.8; // see watchdog-thread.ts
    const origin = performance.timeOrigin + this.#beats.origin;
    this.#timer = setInterval(this.#beat, period).unref();
    port1.on("message", this.#seen).unref();
    const workerData: WatchdogData = { control: this.#control, port: port2, origin, slow, period, announce };
    const worker = new Worker(new URL("./watchdog-thread.js", import.meta.url), {
      workerData,
      transferList: [port2],
      name: "baedal watchdog",
      execArgv: [],
      // It holds little but the maps of the sources that it looks something up in.
      resourceLimits: { maxYoungGenerationSizeMb: 1 },
    });
    worker.on("error", this.#failed).unref();
    process.once("exit", this.#atExit);
  }

  /** Before it ends it tells what it has seen: no message arrives by itself at the exit, nor later. */
  [Symbol.dispose](): void {
    if (Atomics.exchange(this.#control, word.ending, 1) === 1) return;
    process.off("exit", this.#atExit);
    clearInterval(this.#timer);
    this.#beat();
    Atomics.notify(this.#control, word.ending);
    Atomics.wait(this.#control, word.incident, 1, farewell);
    for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port)) {
      this.#seen(next.message as Sighting); // the watchdog posts nothing else
    }
    this.#port.close();
  }

  readonly #beat = (): void => {
    Atomics.store(this.#control, word.beat, this.#beats.beat());
  };

  /** The loop turns again, or the watchdog was so quick that the message came before the beat. */
  readonly #seen = ({ beat, culprit, task }: Sighting): void => {
    if (this.#beats.latest === beat) this.#beat();
    const stall = this.#beats.stallAfter(beat);
    if (stall === undefined) return; // not for so long, by a part of the time between two beats
    const { at, duration } = stall;
    const { id = 0, name = "" } = task ?? {};
    const event: BlockedEvent = {
      kind: "blocked",
      at: task?.at ?? at,
      task: id,
      duration,
      ...(culprit && { culprit }),
    };
    publish(event);
    this.#onBlocked({ at, duration, ...(task && { task: { id, name } }), ...(culprit && { culprit }) });
  };

  readonly #failed = (error: unknown): void => {
    this[Symbol.dispose]();
    process.emitWarning(`The watchdog of the event loop has ended: ${String(error)}`, "BaedalWarning");
  };

  readonly #atExit = (): void => this[Symbol.dispose]();
}
