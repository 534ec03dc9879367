import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";

/** What a terminal sends to the whole foreground group, so the child has got it too. */
const typed: readonly NodeJS.Signals[] = ["SIGINT", "SIGQUIT"];
const sent: readonly NodeJS.Signals[] = ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"];

/**
 * Passes on to the child the signals that come, until it is disposed of; meanwhile none of them ends this process.
 *
 * @param settled - what a signal waits for before it goes on, as it may end the child at once: that what led to it is
 *   recorded; it does not reject
 */
export function forwardSignals(child: ChildProcess, settled?: () => Promise<void>): Disposable {
  const onSignal = async (signal: NodeJS.Signals): Promise<void> => {
    if (typed.includes(signal) && isInForeground()) return;
    await settled?.();
    child.kill(signal);
  };
  const listener = (signal: NodeJS.Signals): void => void onSignal(signal);
  for (const signal of [...typed, ...sent]) process.on(signal, listener);
  return {
    [Symbol.dispose]() {
      for (const signal of [...typed, ...sent]) process.off(signal, listener);
    },
  };
}

/**
 * Whether this process is in the foreground group of a terminal: then Ctrl-C has reached the child as well, and a second
 * one would end a program that is just cleaning up.
 */
function isInForeground(): boolean {
  try {
    const stat = readFileSync("/proc/self/stat", "latin1");
    // The name of the program, in parentheses, may contain anything. After it: state, parent, group, session, terminal,
    // and the group in the foreground of that terminal (proc_pid_stat(5)).
    const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return group === foreground;
  } catch {
    return process.stdin.isTTY || process.stderr.isTTY;
  }
}
