let needed = false;

/** The process has threads that do not end, which an ordinary exit would wait for. */
export function needHardExit(): void {
  needed = true;
}

/**
 * Ends the process at once with `code`, if that is needed. Its place takes a Node that does nothing but exit, for that is the
 * only way in which threads go, whatever they do, and the exit code stays. Where it is closed (Windows) the code is lost.
 */
export function exitHard(code: number): void {
  if (!needed) return;
  if (process.execve !== undefined && process.platform !== "win32") {
    process.execve(process.execPath, [process.execPath, "-e", `process.exit(${code})`], {});
  }
  process.kill(process.pid, "SIGKILL");
}
