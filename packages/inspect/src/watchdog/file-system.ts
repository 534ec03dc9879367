import type * as fs from "node:fs";

/**
 * `node:fs`, once it is needed: an import loads all that it can ever do, which would be a sixth of the watchdog's memory.
 */
export function fileSystem(): typeof fs {
  return process.getBuiltinModule("node:fs");
}
