import { StoreDamagedError } from "@baedal/collect";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Refuses bodies whose database is gone, in the words in which a run does: there was something in it, so that to collect
 * into it, as one would say of an empty directory, is no way out.
 *
 * @throws StoreDamagedError
 */
export function refuseOrphans(directory: string): void {
  // A run that refuses them has made an empty file.
  const database = statSync(join(directory, "collection.sqlite"), { throwIfNoEntry: false });
  if (database !== undefined && database.size > 0) return;
  const bodies = namesIn(directory).find((name) => /^bodies-\d+\.segment$/u.test(name));
  if (bodies === undefined) return;
  throw new StoreDamagedError(
    `Cannot use the store in ${directory}: it has bodies (${bodies}), and nothing that says what they are; collect into a new ` +
      "directory, or restore a copy",
  );
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // who reads the store says what is wrong
  }
}
