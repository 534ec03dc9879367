import { OptionError } from "../errors.ts";
import type { Requeue } from "./requeue.ts";
import { StoreReader } from "./store-reader.ts";

/**
 * For a run that follows no links: nothing of what it fetches may have come in while they were followed. A page is read
 * once, so what its links lead to would be lost.
 *
 * @throws OptionError
 */
export function refuseUnfollowed(directory: string, requeue: Requeue): void {
  using store = new StoreReader(directory);
  const count = store.countToFollow(requeue);
  if (count === 0) return;
  throw new OptionError(
    "follow",
    `Cannot go on with the crawl in ${directory} without following links: what its pages link to would be lost (to be fetched: ${count}), ` +
      "and robots.txt not be heeded; set follow (--follow) again, with maxDepth 0 (--max-depth 0) to leave their links alone",
  );
}
