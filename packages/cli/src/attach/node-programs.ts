import { execFileSync } from "node:child_process";

/** A Node program that runs on this machine. */
export interface NodeProgram {
  readonly pid: number;
  /** How it was started. */
  readonly command: string;
}

/** The Node programs of this user, but for commands of Baedal itself. */
export function nodePrograms(): NodeProgram[] {
  const uid = process.getuid?.();
  if (uid === undefined) return [];
  return execFileSync("ps", ["-U", String(uid), "-o", "pid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(.*)$/u.exec(line))
    .flatMap((found) => (found === null ? [] : [{ pid: Number(found[1]), command: found[2] ?? "" }]))
    .filter(({ pid, command }) => pid !== process.pid && isProgram(command));
}

function isProgram(command: string): boolean {
  return /^(?:\S*\/)?node(?:\s|$)/u.test(command) && !/\/baedal(?:\.js)?(?:\s|$)/u.test(command);
}
