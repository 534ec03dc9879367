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
 */
export function onProcessEnd({ flush, end }: ProcessEnd): void {
  process.once("exit", end);
  const abort = process.abort.bind(process);
  process.abort = () => {
    end(134);
    return abort();
  };
  const kill = process.kill.bind(process);
  process.kill = (pid, signal) => {
    const own = Math.abs(pid) === process.pid || pid === 0;
    if (own && signal !== 0 && isDeadly(signal)) end(128);
    else if (own) flush();
    return kill(pid, signal);
  };
}

/** Whether nothing in the program keeps that signal from ending it. */
function isDeadly(signal: string | number = "SIGTERM"): boolean {
  return process.listenerCount(String(signal)) === 0;
}
