import type { PageError } from "./page-error.ts";
import type { StoreOwner } from "./store/store-lock.ts";
import { StoreReader, type StoredRun } from "./store/store-reader.ts";

/** How a collection stands. */
export interface CollectionStatus {
  readonly queued: number;
  readonly done: number;
  readonly failed: number;
  /** Hosts, those with the most URLs first. */
  readonly hosts: readonly {
    readonly host: string;
    readonly queued: number;
    readonly done: number;
    readonly failed: number;
  }[];
  /**
   * Errors of finished pages, the most frequent first; `failed` of each count as failures, the others stand on linked
   * pages that are gone or forbidden.
   */
  readonly errors: readonly { readonly code: string; readonly count: number; readonly failed: number }[];
  /** The process that is collecting at the moment. */
  readonly owner: StoreOwner | undefined;
  /** Every run so far, oldest first. */
  readonly runs: readonly StoredRun[];
  /** How many hosts there are; `hosts` has the first `mostHosts`. */
  readonly hostCount: number;
}

/** A URL that failed for good. */
export interface FailedPage {
  readonly url: string;
  readonly status: number | null;
  readonly attempts: number;
  readonly error: PageError;
}

/** How much of a status is wanted. */
export interface StatusOptions {
  /** @default 1000 */
  readonly mostHosts?: number;
}

/**
 * Reads how the collection in `directory` stands; also while a run goes on.
 *
 * @throws NoStoreError, StoreDamagedError, StoreVersionError
 */
export function readStatus(directory: string, options: StatusOptions = {}): CollectionStatus {
  using store = new StoreReader(directory);
  const { queued, done, failed, hosts } = store.statistics();
  return {
    queued,
    done,
    failed,
    hosts: [...store.hosts().take(options.mostHosts ?? 1000)],
    errors: store.errors(),
    owner: store.owner(),
    runs: store.runs(),
    hostCount: hosts,
  };
}

/** The URLs that failed for good, in order of entry. Throws as `readStatus` does. */
export function* failedPages(directory: string): Generator<FailedPage, void, undefined> {
  using store = new StoreReader(directory);
  for (const { url, status, attempts, errorCode, errorMessage } of store.failures()) {
    yield { url, status, attempts, error: { code: errorCode ?? "", message: errorMessage ?? "" } };
  }
}
