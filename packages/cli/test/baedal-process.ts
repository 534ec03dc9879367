import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

/** The command as it is installed. */
export const baedalPath: string = fileURLToPath(new URL("../bin/baedal.js", import.meta.url));

/** How a run of the command ended. */
export interface Ended {
  /** As a shell counts it: 128 and the number of the signal for one that a signal ended. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped into it; nothing by default. */
  readonly input?: string;
  /** Leaves its input open, for the test to write to. */
  readonly keepsInput?: boolean;
  /** Without the rights of root, to whom nothing is forbidden; a container's tests often run as root. */
  readonly unprivileged?: boolean;
}

/** A running command and what it has said so far. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves, with the match, when what it has written to stderr or stdout matches. */
  readonly says: (pattern: RegExp) => Promise<string>;
  readonly ended: Promise<Ended>;
}

/** Starts the real command. */
export function start(args: readonly string[], options: StartOptions = {}): Running {
  const env = { ...process.env, NO_COLOR: "1", ...options.env };
  const asNobody = options.unprivileged === true && process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const child = spawn(process.execPath, [baedalPath, ...args], { cwd: options.cwd, env, ...asNobody });
  child.stdin.on("error", () => {}); // It may end without reading its input.
  if (options.keepsInput !== true) child.stdin.end(options.input ?? "");
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = once(child, "close").then(([code, signal]) => ({ code: codeOfShell(code, signal), stdout, stderr }));
  return { child, ended, says: (pattern) => said(child, pattern, () => stdout + stderr) };
}

/** Of code and signal, a process ends with one; the other is null. */
function codeOfShell(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

/** Runs the real command to its end. */
export function baedal(args: readonly string[], options: StartOptions = {}): Promise<Ended> {
  return start(args, options).ended;
}

function said(child: ChildProcessWithoutNullStreams, pattern: RegExp, soFar: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const [match] = pattern.exec(soFar()) ?? [];
      if (match !== undefined) resolve(match);
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    child.once("close", () => reject(new Error(`It ended without saying ${pattern}, but: ${soFar()}`)));
    look();
  });
}
