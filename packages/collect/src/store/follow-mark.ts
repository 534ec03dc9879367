import type { DatabaseSync } from "node:sqlite";

import type { Requeue } from "./requeue.ts";

// `meta.followed` is the id of the last page that was entered while links were followed, or this: they are at the moment.
const allSoFar = "all";

/**
 * Marks the pages whose links belong to the collection: all there are and will be while runs follow links, none that a
 * later run without it enters.
 */
export function markFollowed(database: DatabaseSync, follow: boolean): void {
  if (follow) database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('followed', ?)").run(allSoFar);
  else {
    database
      .prepare("UPDATE meta SET value = (SELECT coalesce(max(id), 0) FROM page) WHERE key = 'followed' AND value = ?")
      .run(allSoFar);
  }
}

/** How many pages a run that collects `requeue` again would fetch whose links belong to the collection. */
export function countToFollow(database: DatabaseSync, requeue: Requeue): number {
  const mark = database.prepare("SELECT value FROM meta WHERE key = 'followed'").get()?.["value"];
  if (mark === undefined) return 0;
  const last = mark === allSoFar ? Number.MAX_SAFE_INTEGER : Number(mark);
  const states = { none: "0", failed: "0, 2", all: "0, 1, 2" }[requeue];
  const found = database.prepare(`SELECT count(*) AS n FROM page WHERE state IN (${states}) AND id <= ?`).get(last);
  return Number(found?.["n"]);
}
