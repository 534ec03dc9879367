import { constants } from "node:os";

/** What is to be done before the process is gone. */
export interface ProcessEnd {
  /** It may be about to end. */
  readonly flush: () => void;
  /** It ends now, with that code as far as it is known. */
  readonly end: (exitCode: number) => void;
}

/**
 * Sees to it that the last events are not lost: at `exit`, which comes after a return, `process.exit`, an exception that
 * nobody caught and an await that never settles; and before the process ends itself without it, by `abort` or a signal.
 *
 * Who listens to the exit may still change the code, and `run` does after a signal: it is known when all have been called.
 */
export function onProcessEnd({ flush, end }: ProcessEnd): void {
  process.once("exit", flush); // one of the listeners after ours may call `process.exit`, and then `emit` never returns
  const emit = process.emit.bind(process) as (event: string | symbol, ...args: unknown[]) => boolean; // of all overloads
  process.emit = (event: string | symbol, ...args: unknown[]) => {
    try {
      return emit(event, ...args);
    } finally {
      if (event === "exit") end(Number(process.exitCode ?? 0));
    }
  };
  const abort = process.abort.bind(process);
  process.abort = () => {
    end(codeOf("SIGABRT"));
    return abort();
  };
  const kill = process.kill.bind(process);
  process.kill = (pid, signal) => {
    const own = Math.abs(pid) === process.pid || pid === 0;
    if (own && signal !== 0 && isDeadly(signal)) end(codeOf(signal));
    else if (own) flush();
    return kill(pid, signal);
  };
}

/** What a shell says of a program that a signal ended. */
function codeOf(signal: string | number = "SIGTERM"): number {
  const number = Object.entries(constants.signals).find((one) => one.includes(signal))?.[1];
  return 128 + (number ?? 0);
}

/** Whether nothing in the program keeps that signal from ending it. */
function isDeadly(signal: string | number = "SIGTERM"): boolean {
  return process.listenerCount(String(signal)) === 0;
}
