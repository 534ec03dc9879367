import type { KeyboardInterrupt } from "../errors/errors.ts";

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;
type Interrupt = keyof typeof exitCodes;

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
  process.on("SIGINT", listener);
  process.on("SIGTERM", listener);
  if (process.platform !== "win32") process.on("SIGQUIT", onQuit);
  return {
    get received() {
      return received;
    },
    stop() {
      process.off("SIGINT", listener);
      process.off("SIGTERM", listener);
      process.off("SIGQUIT", onQuit);
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
