import { join } from "node:path";

/** The names of what lies in a collection's directory. */
export interface StoreFiles {
  readonly directory: string;
  readonly database: string;
  readonly lock: string;
  /** The file of segment `id`. */
  segment(id: number): string;
}

const ownName = /^(?:collection\.(?:sqlite|lock)(?:-wal|-shm|-journal)?|bodies-\d{6,}\.segment|comparison\.json)$/;

/** True for the name of a file that a store consists of. */
export function isStoreFile(name: string): boolean {
  return ownName.test(name);
}

/** Where the parts of the store in `directory` lie. */
export function storeFiles(directory: string): StoreFiles {
  return {
    directory,
    database: join(directory, "collection.sqlite"),
    lock: join(directory, "collection.lock"),
    segment: (id) => join(directory, `bodies-${String(id).padStart(6, "0")}.segment`),
  };
}
