import type { DatabaseSync, StatementSync } from "node:sqlite";

import type { FrontierStatistics } from "../frontier.ts";

/** A row of `host`, and what changed in it since the last commit. */
export interface HostRow {
  readonly id: number;
  readonly name: string;
  start: boolean;
  /** In ms since 1970. */
  notBefore: number;
  queued: number;
  /** Every URL of it: queued, done or failed. */
  total: number;
  /** Changes of the counters, written at the end of the transaction. */
  queuedChange: number;
  doneChange: number;
  failedChange: number;
}

const columns = "id, name, start, next_at, queued, queued + done + failed AS total";
/** Rows kept in memory at most; a list of millions of hosts must not stay there. */
const mostRows = 20_000;

/**
 * The hosts of a store. A transaction touches few hosts many times, so their counters are added up in memory and
 * written once at its end.
 */
export class HostTable {
  readonly #byName = new Map<string, HostRow>();
  readonly #byId = new Map<number, HostRow>();
  readonly #changed = new Set<HostRow>();
  /** Ids of the hosts that are handed out. */
  readonly #leased = new Set<number>();
  readonly #findByName: StatementSync;
  readonly #findById: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #waiting: StatementSync;
  readonly #postpone: StatementSync;
  readonly #sum: StatementSync;

  constructor(database: DatabaseSync) {
    this.#findByName = database.prepare(`SELECT ${columns} FROM host WHERE name = ?`);
    this.#findById = database.prepare(`SELECT ${columns} FROM host WHERE id = ?`);
    this.#insert = database.prepare("INSERT INTO host (name) VALUES (?)");
    this.#update = database.prepare(
      "UPDATE host SET start = ?, queued = queued + ?, done = done + ?, failed = failed + ? WHERE id = ?",
    );
    this.#waiting = database.prepare(`SELECT ${columns} FROM host WHERE queued > 0 ORDER BY next_at, id LIMIT ?`);
    this.#postpone = database.prepare("UPDATE host SET next_at = ? WHERE id = ?");
    this.#sum = database.prepare(
      `SELECT coalesce(sum(queued), 0) AS queued, coalesce(sum(done), 0) AS done,
              coalesce(sum(failed), 0) AS failed, count(*) AS hosts FROM host`,
    );
  }

  /** The row of a host, made when it is not known yet. */
  byName(name: string): HostRow {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const found = this.#findByName.get(name);
    if (found !== undefined) return this.#keep(rowOf(found));
    const { lastInsertRowid } = this.#insert.run(name);
    return this.#keep(newRow(Number(lastInsertRowid), name));
  }

  byId(id: number): HostRow {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const found = this.#findById.get(id);
    if (found === undefined) throw new Error(`There is no host ${id}`);
    return this.#keep(rowOf(found));
  }

  /** Adds to the counters of a host. */
  count(row: HostRow, queued: number, done: number, failed: number): void {
    row.queued += queued;
    row.total += queued + done + failed;
    row.queuedChange += queued;
    row.doneChange += done;
    row.failedChange += failed;
    this.#changed.add(row);
  }

  /** A URL given by hand has this host. */
  markStart(row: HostRow): void {
    if (row.start) return;
    row.start = true;
    this.#changed.add(row);
  }

  /** Hands out up to `count` hosts that have queued URLs, those first that may be asked soonest. */
  lease(count: number): HostRow[] {
    if (count <= 0) return [];
    const leased: HostRow[] = [];
    for (const found of this.#waiting.all(count + this.#leased.size)) {
      if (leased.length === count) break;
      if (this.#leased.has(Number(found["id"]))) continue;
      const row = this.#byId.get(Number(found["id"])) ?? this.#keep(rowOf(found));
      this.#leased.add(row.id);
      leased.push(row);
    }
    return leased;
  }

  /** Takes a host back; it is handed out again after those that may be asked sooner. */
  release(row: HostRow, notBefore: number): void {
    this.#leased.delete(row.id);
    if (row.notBefore === notBefore) return;
    row.notBefore = notBefore;
    this.#postpone.run(notBefore, row.id);
  }

  statistics(): FrontierStatistics {
    const row = this.#sum.get() ?? {};
    return {
      queued: Number(row["queued"]),
      done: Number(row["done"]),
      failed: Number(row["failed"]),
      hosts: Number(row["hosts"]),
    };
  }

  /** Writes what changed; belongs to the end of every transaction. */
  flush(): void {
    for (const row of this.#changed) {
      this.#update.run(row.start ? 1 : 0, row.queuedChange, row.doneChange, row.failedChange, row.id);
      row.queuedChange = 0;
      row.doneChange = 0;
      row.failedChange = 0;
    }
    this.#changed.clear();
    if (this.#byId.size > mostRows) this.#clear();
  }

  /** The transaction was rolled back: what is in memory may never have been true. */
  forgetChanges(): void {
    this.#changed.clear();
    this.#clear();
  }

  #clear(): void {
    this.#byName.clear();
    this.#byId.clear();
  }

  #keep(row: HostRow): HostRow {
    this.#byName.set(row.name, row);
    this.#byId.set(row.id, row);
    return row;
  }
}

function newRow(id: number, name: string): HostRow {
  return { id, name, start: false, notBefore: 0, queued: 0, total: 0, queuedChange: 0, doneChange: 0, failedChange: 0 };
}

function rowOf(found: Record<string, unknown>): HostRow {
  const row = newRow(Number(found["id"]), String(found["name"]));
  row.start = found["start"] === 1;
  row.notBefore = Number(found["next_at"]);
  row.queued = Number(found["queued"]);
  row.total = Number(found["total"]);
  return row;
}
