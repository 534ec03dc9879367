import type { DatabaseSync, StatementSync } from "node:sqlite";

import type { PageOutcome } from "../frontier.ts";

/** The records of a store, one for each finished page. */
export class ResultTable {
  readonly #put: StatementSync;
  readonly #touch: StatementSync;

  constructor(database: DatabaseSync) {
    this.#put = database.prepare(
      `INSERT OR REPLACE INTO result (page, run, final_url, status, hops, started_at, fetched_at, attempts, timings,
         body, error_code, error_message, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#touch = database.prepare("UPDATE result SET fetched_at = ?, run = ? WHERE page = ?");
  }

  put(page: number, run: number, outcome: PageOutcome, body: number | null): void {
    this.#put.run(
      page,
      run,
      outcome.finalUrl,
      outcome.status,
      outcome.hops,
      outcome.startedAt,
      Math.floor(outcome.fetchedAt),
      outcome.attempts,
      outcome.timings,
      body,
      outcome.errorCode,
      outcome.errorMessage,
      outcome.data,
    );
  }

  /** The stored answer still holds: only its time changes. */
  touch(page: number, fetchedAt: number, run: number): void {
    this.#touch.run(Math.floor(fetchedAt), run, page);
  }
}
