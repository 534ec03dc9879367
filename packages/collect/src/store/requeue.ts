import type { DatabaseSync } from "node:sqlite";

/** What a run collects again: nothing, what failed, or everything. */
export type Requeue = "none" | "failed" | "all";

/**
 * Queues finished pages again. Their records stay until new ones replace them. When a run that did the same was
 * interrupted, this one goes on with it: what was collected again then is not collected a third time.
 */
export function requeue(database: DatabaseSync, what: Requeue): void {
  if (what === "none") return;
  const unfinished = database.prepare("SELECT value FROM meta WHERE key = 'requeue'").get()?.["value"];
  if (unfinished === what) return;
  const states = what === "all" ? "1, 2" : "2";
  database.exec(`UPDATE page SET state = 0, attempts = 0 WHERE state IN (${states})`);
  database.exec(
    what === "all"
      ? "UPDATE host SET queued = queued + done + failed, done = 0, failed = 0"
      : "UPDATE host SET queued = queued + failed, failed = 0",
  );
  database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('requeue', ?)").run(what);
}
