import type { PageTimings } from "./hop.ts";
import { hostOf } from "./normalize-url.ts";
import { noTimings } from "./page.ts";
import type { PageError } from "./page-error.ts";
import { timingsOf } from "./store/stored-json.ts";
import { type StoredRow, type StoredRun, StoreReader } from "./store/store-reader.ts";

/** One finished page as a report shows it. */
export interface ReportRow {
  /** As asked for, normalised. */
  readonly url: string;
  readonly finalUrl: string | null;
  /** As the run counted it, see `hostOf`. */
  readonly host: string;
  readonly status: number | null;
  /** When its last attempt began, in ms since the first run did; the time between two runs is left out. */
  readonly startedMs: number;
  /** In ms since the last attempt began; all `null` when nothing was sent. */
  readonly timings: PageTimings;
  /** Length of the decoded body. */
  readonly bytes: number | null;
  readonly attempts: number;
  readonly error: PageError | null;
  /** It counts as a failure, see `Page`. */
  readonly failed: boolean;
}

/** What a report needs to know of a store. */
export interface StoredReport {
  /** When the first run began, ISO 8601. */
  readonly startedAt: string;
  /** Nothing is queued and nobody is collecting. */
  readonly finished: boolean;
  /** Of all runs together, in ms. */
  readonly durationMs: number;
  /** Read from the store each time it is iterated over, row by row. */
  readonly rows: Iterable<ReportRow>;
}

/**
 * Reads what a report shows from the store in `directory`; also while a run goes on.
 *
 * @throws NoStoreError, StoreDamagedError, StoreVersionError
 */
export function readReport(directory: string): StoredReport {
  using store = new StoreReader(directory);
  const runs = store.runs();
  const { queued } = store.statistics();
  const owned = store.owner() !== undefined;
  return {
    startedAt: new Date(runs[0]?.startedAt ?? Date.now()).toISOString(),
    finished: queued === 0 && !owned,
    durationMs: runs.reduce((sum, run) => sum + lengthOf(run, () => (owned ? Date.now() : lastResult(store, run))), 0),
    rows: { [Symbol.iterator]: () => rowsOf(directory) },
  };
}

function* rowsOf(directory: string): Generator<ReportRow, void, undefined> {
  using store = new StoreReader(directory);
  const offsets = offsetsOf(store.runs());
  for (const row of store.rows()) yield reportRow(row, offsets.get(row.run) ?? 0);
}

/** What to take from a time since 1970 to get one on the report's axis, where the runs follow each other at once. */
function offsetsOf(runs: readonly StoredRun[]): Map<number, number> {
  const offsets = new Map<number, number>();
  let before = 0;
  for (const run of runs) {
    offsets.set(run.id, run.startedAt - before);
    // Only the last run has no end, and nothing follows it.
    before += lengthOf(run, () => run.startedAt);
  }
  return offsets;
}

function lengthOf({ startedAt, endedAt }: StoredRun, soFar: () => number): number {
  return Math.max(0, (endedAt ?? soFar()) - startedAt);
}

/** When a killed run wrote its last result, which the next run will enter as its end. */
function lastResult(store: StoreReader, run: StoredRun): number {
  let last = run.startedAt;
  for (const row of store.rows()) if (row.run === run.id) last = Math.max(last, row.fetchedAt);
  return last;
}

function reportRow(row: StoredRow, offset: number): ReportRow {
  return {
    url: row.url,
    finalUrl: row.finalUrl,
    host: hostOf(row.url),
    status: row.status,
    startedMs: Math.max(0, row.startedAt - offset),
    timings: timingsOf(row) ?? noTimings,
    bytes: row.body?.length ?? null,
    attempts: row.attempts,
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? "" },
    failed: row.failed,
  };
}
