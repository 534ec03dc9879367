import type { KeyboardInterrupt } from "../errors/errors.ts";

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;
type Interrupt = keyof typeof exitCodes;

/** One listener of the process for any number of runs; ten of them are no leak. */
class SharedListener<Arguments extends unknown[]> {
  readonly #event: string;
  readonly #calls = new Set<(...args: Arguments) => void>();

  constructor(event: string) {
    this.#event = event;
  }

  add(call: (...args: Arguments) => void): void {
    if (this.#calls.size === 0) process.on(this.#event, this.#listener);
    this.#calls.add(call);
  }

  delete(call: (...args: Arguments) => void): void {
    this.#calls.delete(call);
    if (this.#calls.size === 0) process.off(this.#event, this.#listener);
  }

  readonly #listener = (...args: Arguments): void => {
    for (const call of [...this.#calls]) call(...args);
  };
}

const interrupts = new SharedListener<[Interrupt]>("SIGINT");
const terminations = new SharedListener<[Interrupt]>("SIGTERM");
const quits = new SharedListener<[]>("SIGQUIT");

/** Called when the event loop has nothing left to do and Node is about to exit. */
export const loopRunsEmpty: SharedListener<[]> = new SharedListener("beforeExit");

/** Called when the process exits, whatever ends it but a signal that kills. */
export const processExits: SharedListener<[]> = new SharedListener("exit");

/** Listening for signals. */
export interface Interrupts {
  /** The first one that arrived. */
  readonly received: Interrupt | undefined;
  stop(): void;
}

/**
 * The first SIGINT or SIGTERM calls `onFirst`, the second ends the process. SIGQUIT (Ctrl-\\, where the platform has it)
 * calls `onQuit` in place of ending the process with a core dump.
 */
export function listenForInterrupts(onFirst: () => void, onQuit: () => void): Interrupts {
  let received: Interrupt | undefined;
  const listener = (signal: Interrupt): void => {
    // oxlint-disable-next-line unicorn/no-process-exit -- the user asks a second time: that is what it is for
    if (received !== undefined) process.exit(exitCodes[signal]);
    received = signal;
    onFirst();
  };
  const quit = (): void => onQuit();
  interrupts.add(listener);
  terminations.add(listener);
  if (process.platform !== "win32") quits.add(quit);
  return {
    get received() {
      return received;
    },
    stop() {
      interrupts.delete(listener);
      terminations.delete(listener);
      if (process.platform !== "win32") quits.delete(quit);
    },
  };
}

const known = new WeakSet<object>();
let watching = false;

/**
 * If nobody handles the error, the process ends with the code that shells expect after the signal.
 * Node offers no other place: the monitor sees the error, the exit hook sets the code.
 */
export function exitCodeOnInterrupt(error: KeyboardInterrupt): KeyboardInterrupt {
  known.add(error);
  if (watching) return error;
  watching = true;
  process.on("uncaughtExceptionMonitor", (uncaught) => {
    if (!known.has(uncaught)) return;
    const code = exitCodes[(uncaught as KeyboardInterrupt).signal]; // only those are known
    process.on("exit", () => {
      process.exitCode = code;
    });
  });
  return error;
}
