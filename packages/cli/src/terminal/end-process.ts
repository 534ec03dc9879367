import { spawn } from "node:child_process";

/** Milliseconds that `process.exit` has. */
const patience = 500;

/** Lives until its stdin closes, which the end of the process it watches does, or until its patience is over. */
const watchdog = `
  const [pid, signal, patience] = process.argv.slice(1);
  process.stdin.on("close", () => process.exit()).resume();
  setTimeout(() => process.kill(Number(pid), signal), Number(patience));
`;

/**
 * Ends the process at once, with `code`; by `signal` itself, which a shell counts the same, where that does not get
 * through: `process.exit` waits for every thread, and one that sits in native code, such as a long query, does not hear
 * that it is to end. No JavaScript runs here meanwhile, so another process has to send the signal.
 */
export function endProcess(signal: NodeJS.Signals, code: number): never {
  process.removeAllListeners(signal); // gives the signal its default meaning back
  const watch = ["-e", watchdog, String(process.pid), signal, String(patience)];
  spawn(process.execPath, watch, { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  process.exit(code);
}
