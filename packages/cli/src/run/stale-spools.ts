import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { programFile } from "../recording/spool-files.ts";

/** Process ids mean something on one machine only, and several may share a disk. */
const machine = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
/** Of the name of the file, so that the name beside it is not too long for the disk. */
const longestStem = 40;

/** How the name of a spool for `file` begins; the number of the command's process follows. */
export function spoolStem(file: string): string {
  return `.${basename(file).slice(0, longestStem)}.${machine}-`;
}

/** Removes what commands that were killed, and whose scripts have ended too, have left beside `file`. */
export function removeStaleSpools(file: string): void {
  const folder = dirname(file);
  const stem = spoolStem(file);
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(stem) ? /^(\d+)-\w{6}$/u.exec(name.slice(stem.length))?.[1] : undefined;
    if (pid === undefined || isAlive(Number(pid)) || isAlive(scriptOf(join(folder, name)))) continue;
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** The script goes on when the command is killed, and records what it does; undefined if it never began. */
function scriptOf(spool: string): number | undefined {
  try {
    return (JSON.parse(readFileSync(programFile(spool), "utf8")) as { readonly pid: number }).pid; // as it is written
  } catch {
    return undefined;
  }
}

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch (error) {
    return (error as { readonly code?: string }).code !== "ESRCH";
  }
}
