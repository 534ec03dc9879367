import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { StoreWriteError } from "./errors.ts";

/**
 * Makes a directory and those above it that are missing, one at a time: Node's own recursive way never returns where
 * the system refuses to make any, such as below `/proc`.
 *
 * @throws StoreWriteError nothing can be made there
 */
export function makeDirectory(path: string): void {
  const missing: string[] = [];
  for (let place = resolve(path); !isDirectory(place); place = dirname(place)) missing.push(place);
  for (const place of missing.reverse()) makeOne(place, path);
}

function makeOne(place: string, path: string): void {
  try {
    mkdirSync(place);
  } catch (cause) {
    const { code } = cause as { code?: string };
    // Somebody else has made it meanwhile.
    if (code === "EEXIST" && isDirectory(place)) return;
    if (code !== "ENOENT") throw cause;
    throw new StoreWriteError(`Cannot make ${path}: ${dirname(place)} takes no folders; name another place`, { cause });
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
