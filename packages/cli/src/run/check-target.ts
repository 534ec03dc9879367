import { writeFailure } from "@baedal/collect/command-line";
import { accessSync, constants, mkdtempSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../errors.ts";
import { removeStaleSpools, spoolStem } from "./stale-spools.ts";

/**
 * Makes sure, before anything runs, that a recording can be written to `file`, and makes the folder beside it that takes
 * the events meanwhile.
 *
 * @returns the folder
 * @throws UsageError
 */
export function makeSpoolFor(file: string): string {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) throw Object.assign(new Error(), { code: "EISDIR", syscall: "open" });
    if (found !== undefined) accessSync(file, constants.W_OK);
    removeStaleSpools(file);
    return mkdtempSync(join(dirname(file), `${spoolStem(file)}${process.pid}-`));
  } catch (cause) {
    throw new UsageError((writeFailure(cause, file) as Error).message, { cause });
  }
}
