import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

import { StoreLockedError } from "../errors.ts";
import type { StoreFiles } from "./store-files.ts";
import { sqliteCode } from "./store-failure.ts";

const sqliteBusy = 5;

/** Who collects into a store. */
export interface StoreOwner {
  readonly pid: number;
  readonly machine: string;
  /** Both in ms since 1970, by the clock of that machine. */
  readonly startedAt: number;
  readonly heartbeatAt: number;
}

/**
 * The right to write to a store, held as long as the process lives.
 *
 * The operating system keeps it: an SQLite lock on an empty file beside the database. It is gone the instant the
 * process is, however that ended, and neither a used-again process id nor a clock set back can fake it; a heartbeat
 * alone would be fooled by both. The row in `owner` only serves to name the holder.
 */
export class StoreLock implements Disposable {
  readonly #database: DatabaseSync;

  /** @throws StoreLockedError another process (or another `Collection` of this one) has it */
  constructor(files: StoreFiles) {
    // Whoever asks whether the store is locked holds the lock for an instant: that is waited out.
    this.#database = new DatabaseSync(files.lock, { timeout: 300 });
    try {
      this.#database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    } catch (error) {
      this.#database.close();
      throw sqliteCode(error) === sqliteBusy ? locked(files) : error;
    }
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}

function locked(files: StoreFiles): StoreLockedError {
  const owner = waitForOwner(files);
  const who = owner === undefined ? "another process" : `process ${owner.pid} on ${owner.machine}`;
  const since = owner === undefined ? "" : ` since ${new Date(owner.startedAt).toISOString()}`;
  return new StoreLockedError(
    `Cannot collect into ${files.directory}: ${who} is doing so${since}; wait for it, stop it, or use another directory`,
    owner?.pid,
  );
}

/** The holder enters itself a moment after it has got the lock. */
function waitForOwner(files: StoreFiles): StoreOwner | undefined {
  for (let tries = 0; tries < 20; tries += 1) {
    const owner = readOwner(files);
    if (owner !== undefined) return owner;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25);
  }
  return undefined;
}

function readOwner(files: StoreFiles): StoreOwner | undefined {
  if (!existsSync(files.database)) return undefined;
  try {
    using database = new DatabaseSync(files.database, { readOnly: true, timeout: 200 });
    return ownerIn(database);
  } catch {
    return undefined; // Not made yet: the caller tries again.
  }
}

/** The owner entered in a store; of a dead process too, until the next one takes over. */
export function ownerIn(database: DatabaseSync): StoreOwner | undefined {
  const row = database.prepare("SELECT pid, machine, started_at, heartbeat_at FROM owner").get();
  if (row === undefined) return undefined;
  return {
    pid: Number(row["pid"]),
    machine: String(row["machine"]),
    startedAt: Number(row["started_at"]),
    heartbeatAt: Number(row["heartbeat_at"]),
  };
}

/** True while some process holds the lock of the store. */
export function isLocked(files: StoreFiles): boolean {
  if (!existsSync(files.lock)) return false;
  try {
    using database = new DatabaseSync(files.lock, { timeout: 0 });
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; ROLLBACK");
    return false;
  } catch (error) {
    return sqliteCode(error) === sqliteBusy;
  }
}
