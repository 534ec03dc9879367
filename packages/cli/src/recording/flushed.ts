import { existsSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { flushFile } from "./spool-files.ts";

/** Milliseconds that a companion may take: its program may be stopped, or about to end without it. */
const patience = 2000;
/** Milliseconds between two looks. */
const pause = 5;

/** Waits until the companion of a recorded program has in its files what happened before now; not longer than 2 s. */
export async function flushed(directory: string): Promise<void> {
  const file = flushFile(directory);
  try {
    writeFileSync(file, "");
  } catch {
    return; // a disk that takes no empty file takes no records either
  }
  const last = performance.now() + patience;
  while (existsSync(file) && performance.now() < last) await setTimeout(pause);
  rmSync(file, { force: true });
}
