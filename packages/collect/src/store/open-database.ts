import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

import { DirectoryError, NoStoreError, StoreVersionError } from "../errors.ts";
import { makeDirectory } from "../make-directory.ts";
import { applicationId, schema, schemaVersion } from "./schema.ts";
import { isStoreFile, type StoreFiles } from "./store-files.ts";
import { damaged, isReadOnlyPlace, storeFailure } from "./store-failure.ts";

/**
 * Makes the directory if need be, and makes sure that it holds a store or nothing.
 *
 * @throws DirectoryError it is a file, or holds something else
 */
export function prepareDirectory({ directory, database }: StoreFiles): void {
  if (existsSync(directory) && !statSync(directory).isDirectory()) throw new DirectoryError(notADirectory(directory));
  try {
    makeDirectory(directory);
  } catch (error) {
    if (["ENOTDIR", "EEXIST"].includes(String((error as { code?: string }).code))) {
      throw new DirectoryError(notADirectory(directory), { cause: error });
    }
    throw error;
  }
  if (existsSync(database)) return;
  const other = readdirSync(directory).find((name) => !isStoreFile(name));
  if (other === undefined) return;
  throw new DirectoryError(
    `Cannot collect into ${directory}: it holds something else (${other}); name an empty or a new directory`,
  );
}

function notADirectory(directory: string): string {
  return `Cannot collect into ${directory}: it is, or lies under, something that is no directory`;
}

/** Opens the database for the one process that writes; makes it when it is not there yet. */
export function openForWriting(files: StoreFiles): DatabaseSync {
  return guarded(files, () => {
    const database = new DatabaseSync(files.database, { timeout: 5000 });
    try {
      if (readHeader(database).fresh) {
        refuseOrphans(files);
        create(database);
      } else checkHeader(database, files);
      // FULL: a commit is on disk when it returns. One writer, so a checkpoint every 32 MB instead of 4 costs nobody, and
      // what many commits wrote to the same place is copied once. The cache is 8 MB: the index over millions of URLs
      // fits into none, and the system keeps the file in memory as well.
      database.exec(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -8192",
      );
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Segments are made after the database: without it, something has taken it away, and a new one would write over them. */
function refuseOrphans({ directory }: StoreFiles): void {
  const segment = readdirSync(directory).find((name) => name.endsWith(".segment") && isFilled(join(directory, name)));
  if (segment !== undefined)
    throw damaged(directory, `it has bodies (${segment}), and nothing that says what they are`);
}

function isFilled(path: string): boolean {
  const found = statSync(path);
  return found.isFile() && found.size > 0;
}

/**
 * Opens the database for reading what is committed, also while another process writes.
 *
 * @throws NoStoreError there is none; nothing is made
 */
export function openForReading(files: StoreFiles): DatabaseSync {
  if (!existsSync(files.database)) {
    throw new NoStoreError(`Cannot read ${files.directory}: there is no collection in it; collect into it first`);
  }
  return guarded(files, () => {
    const database = openReadOnly(files);
    try {
      if (readHeader(database).fresh) {
        throw new NoStoreError(`Cannot read ${files.directory}: its collection is empty; collect into it first`);
      }
      checkHeader(database, files);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/**
 * Readers share an index of the log with the writer, in a file beside the database. Where that cannot be made, in a folder
 * or a file system that is read-only, nobody writes either: without a log the database is all there is.
 */
function openReadOnly(files: StoreFiles): DatabaseSync {
  const database = new DatabaseSync(files.database, { readOnly: true, timeout: 5000 });
  try {
    readHeader(database);
    return database;
  } catch (error) {
    database.close();
    if (!isReadOnlyPlace(error) || hasLog(files)) throw error;
    const url = pathToFileURL(files.database);
    url.search = "?immutable=1";
    return new DatabaseSync(url, { readOnly: true });
  }
}

function hasLog({ database }: StoreFiles): boolean {
  return (statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** Reads the whole database once; called after a crash, because a disk that lost power may have lied. */
export function checkIntegrity(database: DatabaseSync, files: StoreFiles): void {
  const verdict = database.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
  if (verdict !== "ok") throw damaged(files.directory, `its check says: ${String(verdict)}`);
}

function create(database: DatabaseSync): void {
  // The header's two numbers are written by the same transaction as the tables: a store is whole, or fresh.
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  database.exec(
    `BEGIN IMMEDIATE; ${schema} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`,
  );
}

interface Header {
  readonly application: number;
  readonly version: number;
  /** Nothing has ever been committed to the file. */
  readonly fresh: boolean;
}

function readHeader(database: DatabaseSync): Header {
  const application = Number(database.prepare("PRAGMA application_id").get()?.["application_id"]);
  const version = Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
  const tables = Number(database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"]);
  return { application, version, fresh: application === 0 && version === 0 && tables === 0 };
}

function checkHeader(database: DatabaseSync, files: StoreFiles): void {
  const { application, version } = readHeader(database);
  if (application !== applicationId) throw damaged(files.directory, "collection.sqlite is no store of Baedal");
  if (version === schemaVersion) return;
  throw new StoreVersionError(
    `Cannot use the store in ${files.directory}: it has layout ${version}, and this version of Baedal knows ${schemaVersion}; ` +
      (version > schemaVersion ? "use a newer Baedal" : "export it with the Baedal that made it, and collect anew"),
  );
}

function guarded(files: StoreFiles, open: () => DatabaseSync): DatabaseSync {
  try {
    return open();
  } catch (error) {
    throw storeFailure(error, files.directory);
  }
}
