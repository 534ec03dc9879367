import { setTimeout as delay } from "node:timers/promises";
import { attach, type Attached } from "../attach/attach.ts";
import { openedNote } from "../attach/print-trees.ts";
import { type ProcessView, viewOfProcess } from "../attach/view-of-process.ts";
import { exitCode } from "../exit-code.ts";
import { FullScreen } from "../terminal/full-screen.ts";
import { listenForInterrupts } from "../terminal/interrupts.ts";
import { isLive } from "../terminal/is-live.ts";
import { paintFor, plainPaint } from "../terminal/paint.ts";
import { writeToStdout } from "../write-to-stdout.ts";
import { readKeys, type TopKey } from "./keys.ts";
import { lastOffset, type TopFrame, topLines, type TopPicture } from "./top-lines.ts";

/** How it is shown. */
export interface TopOptions {
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Milliseconds that the main thread may take to answer. */
  readonly patience: number;
}

/**
 * `baedal top`: the tasks of a running program, what hurts first, until somebody has seen enough or the program ends.
 *
 * @returns the exit code
 */
export async function showTop(pid: number, options: TopOptions): Promise<number> {
  using interrupts = listenForInterrupts();
  try {
    await using attached = await attach(pid, { signal: interrupts.signal, patience: options.patience });
    if (attached.wasClosed) process.stderr.write(`baedal: ${openedNote(pid)}\n`);
    const view = await viewOfProcess(pid, attached.connection, options.patience);
    if (!isLive(process.stdout)) await printOnce(pid, view);
    else await new Top(pid, attached, options, view).watch(interrupts.signal);
    return interrupts.exitCode ?? exitCode.done;
  } catch (error) {
    if (interrupts.exitCode === undefined) throw error;
    return interrupts.exitCode;
  }
}

async function printOnce(pid: number, view: ProcessView): Promise<void> {
  const columns = Number(process.env["COLUMNS"]) || 100;
  const frame: TopFrame = { columns, rows: Infinity, paint: plainPaint };
  const lines = topLines({ pid, view, silent: 0, isPaused: false, offset: 0 }, frame);
  await writeToStdout([`${lines.join("\n")}\n`]);
}

/** One session in front of a terminal. */
class Top {
  readonly #pid: number;
  readonly #attached: Attached;
  readonly #options: TopOptions;
  readonly #paint = paintFor(process.stdout);
  readonly #end = new AbortController();
  #picture: TopPicture;
  /** When the program answered last. */
  #answered = performance.now();

  constructor(pid: number, attached: Attached, options: TopOptions, view: ProcessView) {
    this.#pid = pid;
    this.#attached = attached;
    this.#options = options;
    this.#picture = { pid, view, silent: 0, isPaused: false, offset: 0 };
  }

  /** Until q, the end of the program, or an interrupt. */
  async watch(interrupt: AbortSignal): Promise<void> {
    let hasEnded = false;
    void this.#attached.connection.closed.then(() => {
      hasEnded = true;
      this.#end.abort();
    });
    {
      using screen = new FullScreen(process.stdout);
      const draw = (): void => screen.draw(topLines(this.#picture, this.#frame));
      const resized = (): void => {
        screen.wipe();
        draw();
      };
      using _keys = readKeys(
        process.stdin,
        (key) => {
          this.#press(key);
          draw();
        },
        () => process.kill(process.pid, "SIGINT"),
      );
      process.stdout.on("resize", resized);
      await this.#refresh(AbortSignal.any([interrupt, this.#end.signal]), draw);
      process.stdout.off("resize", resized);
    }
    if (hasEnded) process.stderr.write(`baedal: process ${this.#pid} has ended\n`);
  }

  async #refresh(signal: AbortSignal, draw: () => void): Promise<void> {
    while (!signal.aborted) {
      draw();
      await delay(this.#options.interval, undefined, { signal }).catch(() => {});
      if (!this.#picture.isPaused && !signal.aborted) await this.#look();
    }
  }

  /** A main thread that does not answer is news too. */
  async #look(): Promise<void> {
    try {
      const view = await viewOfProcess(this.#pid, this.#attached.connection, Math.max(this.#options.interval, 500));
      this.#answered = performance.now();
      this.#picture = { ...this.#picture, view, silent: 0 };
    } catch {
      this.#picture = { ...this.#picture, silent: performance.now() - this.#answered };
    }
  }

  get #frame(): TopFrame {
    return { columns: process.stdout.columns, rows: process.stdout.rows - 1, paint: this.#paint };
  }

  #press(key: TopKey): void {
    if (key === "quit") return this.#end.abort();
    if (key === "pause") {
      this.#picture = { ...this.#picture, isPaused: !this.#picture.isPaused };
      return;
    }
    const page = process.stdout.rows - 6;
    const last = lastOffset(this.#picture, this.#frame);
    const { offset } = this.#picture;
    const to = { up: offset - 1, down: offset + 1, pageUp: offset - page, pageDown: offset + page, home: 0, end: last };
    this.#picture = { ...this.#picture, offset: Math.max(0, Math.min(to[key], last)) };
  }
}
