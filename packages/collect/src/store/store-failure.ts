import { CollectError, StoreDamagedError, StoreGoneError, StoreWriteError } from "../errors.ts";

// https://sqlite.org/rescode.html; extended codes carry the primary one in their low byte.
const sqliteReadOnly = 8;
const sqliteIoError = 10;
const sqliteCorrupt = 11;
const sqliteFull = 13;
const sqliteCannotOpen = 14;
const sqliteNotADatabase = 26;
const damage = new Set([sqliteCorrupt, sqliteNotADatabase]);
const writeFailures = new Set([sqliteReadOnly, sqliteIoError, sqliteFull, sqliteCannotOpen]);

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is larger than the limit allows",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
};

/** The primary result code of an error of `node:sqlite`, `undefined` for any other error. */
export function sqliteCode(error: unknown): number | undefined {
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  return code === "ERR_SQLITE_ERROR" && typeof errcode === "number" ? errcode & 0xff : undefined;
}

/** True for the error of a database that cannot be opened because something beside it cannot be written. */
export function isReadOnlyPlace(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === sqliteReadOnly || code === sqliteCannotOpen;
}

/** The error of this package for what SQLite or the file system threw while `directory` was worked on. */
export function storeFailure(error: unknown, directory: string): unknown {
  if (error instanceof CollectError) return error;
  const sqlite = sqliteCode(error);
  if (sqlite !== undefined && damage.has(sqlite)) return damaged(directory, "the database is damaged", error);
  if (sqlite !== undefined && writeFailures.has(sqlite)) return writeFailed(directory, sqliteReason(sqlite), error);
  const { code, syscall } = error as { code?: string; syscall?: string };
  if (syscall === undefined || code === undefined) return error;
  return writeFailed(directory, reasons[code] ?? `${syscall} failed with ${code}`, error);
}

function sqliteReason(code: number): string {
  if (code === sqliteFull) return "the disk is full";
  if (code === sqliteReadOnly) return "the file system or the store is read-only";
  return "reading or writing the database failed";
}

/** The store cannot be read as what it should be; nothing is repaired by guessing. */
export function damaged(directory: string, what: string, cause?: unknown): StoreDamagedError {
  return new StoreDamagedError(
    `Cannot use the store in ${directory}: ${what}; collect into a new directory, or restore a copy`,
    { cause },
  );
}

/** What is written from here on nobody would ever find. */
export function storeGone(directory: string): StoreGoneError {
  return new StoreGoneError(
    `Cannot write to the store in ${directory}: it was deleted, moved or replaced while it was collected into; ` +
      "the same command goes on once it is back, and otherwise begins anew",
  );
}

function writeFailed(directory: string, reason: string, cause: unknown): StoreWriteError {
  return new StoreWriteError(
    `Cannot write to the store in ${directory}: ${reason}; what was committed is safe, and the same command goes on`,
    { cause },
  );
}
