import { existsSync } from "node:fs";
import { join } from "node:path";

/** Whether anything was ever collected into `directory`. */
export function hasStore(directory: string): boolean {
  return existsSync(join(directory, "collection.sqlite"));
}
