/**
 * Every error that this package throws, each with a stable `code` and the exit code of the `baedal` command.
 *
 *     Error
 *     └─ CollectError
 *        ├─ OptionError         ERR_BAEDAL_OPTION          2  an option has a value that it cannot have
 *        ├─ InvalidUrlError     ERR_BAEDAL_URL             2  not a URL that can be collected
 *        ├─ ListError           ERR_BAEDAL_LIST            2  a list of URLs cannot be read
 *        ├─ DirectoryError      ERR_BAEDAL_DIRECTORY       2  the directory is no place for a store
 *        ├─ NoStoreError        ERR_BAEDAL_NO_STORE        2  there is no store to read
 *        ├─ StoreLockedError    ERR_BAEDAL_STORE_LOCKED    4  another process is collecting into the store
 *        ├─ StoreDamagedError   ERR_BAEDAL_STORE_DAMAGED   4  the store or a body does not hold what it should
 *        ├─ StoreVersionError   ERR_BAEDAL_STORE_VERSION   4  the store was made by another version
 *        ├─ StoreWriteError     ERR_BAEDAL_STORE_WRITE     5  the disk is full, or writing failed
 *        └─ StoreGoneError      ERR_BAEDAL_STORE_GONE      5  the store was deleted or moved while it was written to
 *
 * What goes wrong with one page is no exception: it stands in the page's record, see `PageError`.
 */
export class CollectError extends Error {
  readonly code: string = "ERR_BAEDAL_COLLECT";
  /** What the `baedal` command ends with when this error stops it. */
  readonly exitCode: number = 1;
}

/** An option has a value that it cannot have; `option` is its name as in the library. */
export class OptionError extends CollectError {
  override readonly code = "ERR_BAEDAL_OPTION";
  override readonly exitCode = 2;
  readonly option: string;

  constructor(option: string, message: string) {
    super(message);
    this.option = option;
  }
}

/** Not a URL that can be collected. */
export class InvalidUrlError extends CollectError {
  override readonly code = "ERR_BAEDAL_URL";
  override readonly exitCode = 2;
}

/** A list of URLs cannot be opened or read. */
export class ListError extends CollectError {
  override readonly code = "ERR_BAEDAL_LIST";
  override readonly exitCode = 2;
}

/** The directory cannot hold a store: it is a file, or something else lies in it. */
export class DirectoryError extends CollectError {
  override readonly code = "ERR_BAEDAL_DIRECTORY";
  override readonly exitCode = 2;
}

/** There is no store in the directory. */
export class NoStoreError extends CollectError {
  override readonly code = "ERR_BAEDAL_NO_STORE";
  override readonly exitCode = 2;
}

/** Another process is collecting into the store; `pid` is its process id, where known. */
export class StoreLockedError extends CollectError {
  override readonly code = "ERR_BAEDAL_STORE_LOCKED";
  override readonly exitCode = 4;
  readonly pid: number | undefined;

  constructor(message: string, pid: number | undefined) {
    super(message);
    this.pid = pid;
  }
}

/** The store, or a body in it, does not hold what it should. */
export class StoreDamagedError extends CollectError {
  override readonly code = "ERR_BAEDAL_STORE_DAMAGED";
  override readonly exitCode = 4;
}

/** The store was made by a version of Baedal that keeps it in another form. */
export class StoreVersionError extends CollectError {
  override readonly code = "ERR_BAEDAL_STORE_VERSION";
  override readonly exitCode = 4;
}

/** The disk is full or writing failed. What was committed before is safe, and the same command goes on from there. */
export class StoreWriteError extends CollectError {
  override readonly code = "ERR_BAEDAL_STORE_WRITE";
  override readonly exitCode = 5;
}

/** The store no longer lies where it was opened: it was deleted, moved or replaced meanwhile. */
export class StoreGoneError extends CollectError {
  override readonly code = "ERR_BAEDAL_STORE_GONE";
  override readonly exitCode = 5;
}

for (const errorClass of [
  CollectError,
  OptionError,
  InvalidUrlError,
  ListError,
  DirectoryError,
  NoStoreError,
  StoreLockedError,
  StoreDamagedError,
  StoreVersionError,
  StoreWriteError,
  StoreGoneError,
]) {
  Object.defineProperty(errorClass.prototype, "name", { value: errorClass.name, configurable: true, writable: true });
}
