import { createHash, randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";

/** Process ids mean something on one machine only, and several may share a disk. */
const machine = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
/** Of the name that is in the making, so that the name beside it is not too long for the disk. */
const longestStem = 40;

/** Where something is written that will be renamed to `path`, in the same folder: hidden, and told apart by process. */
export function besideOf(path: string): string {
  const ending = `${machine}-${process.pid}-${randomBytes(3).toString("hex")}.partial`;
  return join(dirname(path), `${stemOf(path)}${ending}`);
}

/** Removes what processes that have ended, killed halfway, have left beside `path`. */
export async function removeStale(path: string): Promise<void> {
  const folder = dirname(path);
  const stem = `${stemOf(path)}${machine}-`;
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(stem) ? /^(\d+)-[0-9a-f]{6}\.partial/.exec(name.slice(stem.length))?.[1] : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Removes what lies beside; that it cannot be removed says less than why it was to be. */
export async function discard(beside: string): Promise<void> {
  try {
    await rm(beside, { recursive: true, force: true });
  } catch {
    // The folder it would lie in is no folder, or the disk has gone.
  }
}

function stemOf(path: string): string {
  return `.${basename(path).slice(0, longestStem)}.`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH";
  }
}
