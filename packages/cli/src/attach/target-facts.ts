import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";
import { execFileSync } from "node:child_process";
import { cannotAttach, noTarget } from "./attach-errors.ts";

/** What can be known of a process without asking it. */
export interface TargetFacts {
  readonly pid: number;
  /** Port on which its inspector is, or would be. */
  readonly port: number;
  /** Whether its loop waits for events at this moment; undefined where that cannot be seen. */
  isIdle(): boolean | undefined;
}

/**
 * Looks at a process from outside, before anything is sent: a signal that a program does not know ends it.
 *
 * @throws CommandError, with what to do, for a process that cannot be asked
 */
export function readTargetFacts(pid: number): TargetFacts {
  if (process.platform === "win32") {
    throw cannotAttach(
      "Windows has no SIGUSR1, so a running program cannot be asked; `baedal run --inspect` shows it live",
    );
  }
  requireReachable(pid);
  const { words, environment } = process.platform === "linux" ? linuxProgram(pid) : otherProgram(pid);
  const port = inspectorPort([...environment, ...words]);
  if (port === 0)
    throw cannotAttach(`Process ${pid} was started with --inspect-port=0, so nobody knows its port; name one`);
  return { pid, port, isIdle: () => isIdle(pid) };
}

function requireReachable(pid: number): void {
  try {
    process.kill(pid, 0);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // process.kill throws nothing else for a whole number
    if (code === "EPERM") throw cannotAttach(`Process ${pid} belongs to another user; run baedal as that user`);
    throw noTarget(`There is no process ${pid}`);
  }
}

/** How a program was started. */
interface Program {
  readonly words: readonly string[];
  /** Options of Node that its environment adds. */
  readonly environment: readonly string[];
}

/** The bit of SIGUSR1 in a mask of signals. */
const caught = 1n << 9n;

function linuxProgram(pid: number): Program {
  const words = read(pid, "cmdline")
    .split("\0")
    .filter((word) => word !== "");
  const name = basename(program(pid) ?? words[0] ?? "");
  // The thread of Node that waits for the signal; older Nodes give it no name.
  const listens = threads(pid).includes("SignalInspector");
  if (!listens && !/^node(?:js)?\d*$/.test(name))
    throw noTarget(`Process ${pid} is no Node program: it is ${name || "gone"}`);
  const options = /(?:^|\0)NODE_OPTIONS=([^\0]*)/u.exec(read(pid, "environ"))?.[1] ?? "";
  const environment = options.split(/\s+/u);
  if (!listens) requireOpenable(pid, [...environment, ...words]);
  if (!catches(pid)) {
    throw cannotAttach(`Process ${pid} does not listen for SIGUSR1 yet: it has only just started; ask it again`);
  }
  return { words, environment };
}

/** Whether the signal would be heard; where it is not, it ends the process. */
function catches(pid: number): boolean {
  const mask = /^SigCgt:\s*([\da-f]+)$/mu.exec(read(pid, "status"))?.[1];
  return mask !== undefined && (BigInt(`0x${mask}`) & caught) !== 0n;
}

function requireOpenable(pid: number, words: readonly string[]): void {
  if (!words.includes("--disable-sigusr1")) return;
  throw cannotAttach(`Process ${pid} does not let its inspector be opened: it was started with --disable-sigusr1`);
}

/** Of macOS and the BSDs. */
function otherProgram(pid: number): Program {
  const line = execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trim();
  const words = line.split(/\s+/u);
  const name = basename(words[0] ?? "");
  if (!/^node(?:js)?\d*$/.test(name)) throw noTarget(`Process ${pid} is no Node program: it is ${name}`);
  requireOpenable(pid, words);
  return { words, environment: [] };
}

/** 9229, unless an option of Node says otherwise. */
function inspectorPort(words: readonly string[]): number {
  let port = 9229;
  for (const word of words) {
    const [, value] = /^--(?:inspect(?:-brk|-wait|-port)?|debug-port)=(?:.*:)?(\d+)$/u.exec(word) ?? [];
    if (value !== undefined) port = Number(value);
  }
  return port;
}

/** The system says in which of its functions a process sleeps. */
function isIdle(pid: number): boolean | undefined {
  const where = process.platform === "linux" ? read(pid, "wchan") : "";
  return where === "" ? undefined : /epoll/u.test(where);
}

function threads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map((thread) => read(pid, `task/${thread}/comm`).trim());
  } catch {
    return [];
  }
}

function program(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return undefined;
  }
}

/** What the system keeps about a process; empty for what it does not tell, and once the process is gone. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
