import { hash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";

import type { FrontierStatistics } from "../frontier.ts";
import { countToFollow } from "./follow-mark.ts";
import { openForReading } from "./open-database.ts";
import type { Requeue } from "./requeue.ts";
import type { BodyPlace } from "./segments.ts";
import { type StoreFiles, storeFiles } from "./store-files.ts";
import { damaged, storeFailure } from "./store-failure.ts";
import { isLocked, ownerIn, type StoreOwner } from "./store-lock.ts";

/** A finished page as it is stored. */
export interface StoredRow {
  /** Which run fetched it. */
  readonly run: number;
  readonly url: string;
  readonly depth: number;
  readonly referrer: string | null;
  readonly failed: boolean;
  readonly finalUrl: string | null;
  readonly status: number | null;
  /** JSON of `Hop[]`. */
  readonly hops: string | null;
  readonly startedAt: number;
  readonly fetchedAt: number;
  readonly attempts: number;
  /** JSON of `PageTimings`. */
  readonly timings: string | null;
  readonly body: (BodyPlace & { readonly sha256: Uint8Array }) | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly data: string | null;
}

/** One run of the `baedal` command or of `Collection.run()`, as the store remembers it. */
export interface StoredRun {
  readonly id: number;
  /** Both in ms since 1970. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly sequential: boolean;
  /** How it ended; `"killed"` when it did not come to its end; `null` while it goes on. */
  readonly ending: string | null;
}

const everyRow = `
  SELECT result.*, page.url, page.depth, referrer.url AS referrer, page.state, body.sha256, body.segment, body.offset, body.length
  FROM result JOIN page ON page.id = result.page
  LEFT JOIN page AS referrer ON referrer.id = page.referrer
  LEFT JOIN body ON body.id = result.body
  WHERE result.page > ? ORDER BY result.page`;

/** Reads what is committed in a store, also while another process writes to it. Everything comes from one moment. */
export class StoreReader implements Disposable {
  readonly #files: StoreFiles;
  readonly #database: DatabaseSync;
  readonly #descriptors = new Map<number, number>();

  /** @throws NoStoreError, StoreDamagedError, StoreVersionError */
  constructor(directory: string) {
    this.#files = storeFiles(directory);
    this.#database = openForReading(this.#files);
    this.#database.exec("BEGIN"); // The first read fixes the moment.
  }

  /** Every finished page in order of entry; those that failed for good too. */
  *rows(): Generator<StoredRow, void, undefined> {
    yield* this.#each(everyRow, rowOf, 0);
  }

  /** The finished pages that failed for good. */
  *failures(): Generator<StoredRow, void, undefined> {
    yield* this.#each(everyRow.replace("ORDER BY", "AND page.state = 2 ORDER BY"), rowOf, 0);
  }

  /** The URLs that were given by hand. */
  *starts(): Generator<string, void, undefined> {
    yield* this.#each("SELECT url FROM page WHERE origin = 0 AND id > ?", (row) => String(row["url"]), 0);
  }

  /** Pages whose links belong to the collection, of those that a run which collects `requeue` again would fetch. */
  countToFollow(requeue: Requeue): number {
    return this.#guarded(() => countToFollow(this.#database, requeue));
  }

  runs(): StoredRun[] {
    return [
      ...this.#each("SELECT id, started_at, ended_at, sequential, ending FROM run WHERE id > ? ORDER BY id", runOf, 0),
    ];
  }

  statistics(): FrontierStatistics {
    return this.#guarded(() => {
      const row = this.#database
        .prepare(
          "SELECT total(queued) AS queued, total(done) AS done, total(failed) AS failed, count(*) AS hosts FROM host",
        )
        .get();
      return {
        queued: numberOf(row?.["queued"]),
        done: numberOf(row?.["done"]),
        failed: numberOf(row?.["failed"]),
        hosts: numberOf(row?.["hosts"]),
      };
    });
  }

  /** Counts of each host, those with the most URLs first. */
  *hosts(): Generator<{ host: string; queued: number; done: number; failed: number }, void, undefined> {
    const sql = "SELECT name, queued, done, failed FROM host WHERE id > ? ORDER BY queued + done + failed DESC, id";
    yield* this.#each(
      sql,
      (row) => ({
        host: String(row["name"]),
        queued: numberOf(row["queued"]),
        done: numberOf(row["done"]),
        failed: numberOf(row["failed"]),
      }),
      0,
    );
  }

  /** How many finished pages have each error code, and how many of these count as failures. */
  errors(): { code: string; count: number; failed: number }[] {
    const sql = `
      SELECT error_code AS code, count(*) AS n, total(page.state = 2) AS failed
      FROM result JOIN page ON page.id = result.page
      WHERE error_code IS NOT NULL AND page.id > ? GROUP BY code ORDER BY n DESC, code`;
    const read = (row: Record<string, unknown>): { code: string; count: number; failed: number } => ({
      code: String(row["code"]),
      count: numberOf(row["n"]),
      failed: numberOf(row["failed"]),
    });
    return [...this.#each(sql, read, 0)];
  }

  /** Who is collecting into the store at the moment. */
  owner(): StoreOwner | undefined {
    return isLocked(this.#files) ? this.#guarded(() => ownerIn(this.#database)) : undefined;
  }

  /**
   * The body of a page, checked against its hash; `null` when it has none.
   *
   * @throws StoreDamagedError it is not what was stored; the message names the URL
   */
  body(row: StoredRow): Uint8Array | null {
    if (row.body === null) return null;
    const { segment, offset, length, sha256 } = row.body;
    const bytes = new Uint8Array(length);
    if (this.#read(segment, bytes, offset) === length && hash("sha256", bytes, "buffer").equals(sha256)) return bytes;
    throw damaged(this.#files.directory, `the body of ${row.url} is not what was stored`);
  }

  [Symbol.dispose](): void {
    for (const descriptor of this.#descriptors.values()) closeSync(descriptor);
    this.#database.close();
  }

  #read(segment: number, into: Uint8Array, offset: number): number {
    let done = 0;
    try {
      const descriptor = this.#descriptors.get(segment) ?? openSync(this.#files.segment(segment), "r");
      this.#descriptors.set(segment, descriptor);
      while (done < into.length) {
        const count = readSync(descriptor, into, done, into.length - done, offset + done);
        if (count === 0) break;
        done += count;
      }
    } catch (error) {
      if ((error as { code?: string }).code !== "ENOENT") throw error;
    }
    return done;
  }

  *#each<T>(sql: string, read: (row: Record<string, unknown>) => T, after: number): Generator<T, void, undefined> {
    const rows = this.#guarded(() => this.#database.prepare(sql).iterate(after));
    for (;;) {
      const row = this.#guarded(() => rows.next());
      if (row.done === true) return;
      yield read(row.value);
    }
  }

  #guarded<T>(body: () => T): T {
    try {
      return body();
    } catch (error) {
      throw storeFailure(error, this.#files.directory);
    }
  }
}

function rowOf(row: Record<string, unknown>): StoredRow {
  return {
    run: numberOf(row["run"]),
    url: String(row["url"]),
    depth: numberOf(row["depth"]),
    referrer: textOf(row["referrer"]),
    failed: row["state"] === 2,
    finalUrl: textOf(row["final_url"]),
    status: row["status"] === null ? null : numberOf(row["status"]),
    hops: textOf(row["hops"]),
    startedAt: numberOf(row["started_at"]),
    fetchedAt: numberOf(row["fetched_at"]),
    attempts: numberOf(row["attempts"]),
    timings: textOf(row["timings"]),
    body: placeOf(row),
    errorCode: textOf(row["error_code"]),
    errorMessage: textOf(row["error_message"]),
    data: textOf(row["data"]),
  };
}

function placeOf(row: Record<string, unknown>): StoredRow["body"] {
  const sha256 = row["sha256"];
  if (!(sha256 instanceof Uint8Array)) return null;
  return {
    segment: numberOf(row["segment"]),
    offset: numberOf(row["offset"]),
    length: numberOf(row["length"]),
    sha256,
  };
}

function runOf(row: Record<string, unknown>): StoredRun {
  return {
    id: numberOf(row["id"]),
    startedAt: numberOf(row["started_at"]),
    endedAt: row["ended_at"] === null ? null : numberOf(row["ended_at"]),
    sequential: row["sequential"] === 1,
    ending: textOf(row["ending"]),
  };
}

function numberOf(value: unknown): number {
  return Number(value);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
