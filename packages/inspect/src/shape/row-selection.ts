import { isFailure } from "./is-failure.ts";
import type { RequestRow } from "./request-row.ts";
import type { RequestSpan } from "./request-span.ts";

/** A row with its place in the order of the input and on the time axis. */
export interface PlacedRow {
  /** Place in the input, from 0. */
  readonly index: number;
  readonly row: RequestRow;
  readonly span: RequestSpan;
}

/** The rows worth listing when there are too many, and how many of each kind were taken. */
export interface SelectedRows {
  /** In the order in which they left the queue. */
  readonly rows: readonly PlacedRow[];
  /** Rows seen in all. */
  readonly seen: number;
}

/**
 * Keeps at most `limit` rows of an endless stream, in memory bounded by the limit: all of them while they fit, else the
 * first failures (a quarter), the slowest (a half) and the first (the rest).
 */
export class RowSelection {
  readonly #limit: number;
  #seen = 0;
  readonly #first: PlacedRow[] = [];
  readonly #failed: PlacedRow[] = [];
  // Holds the slowest seen so far and up to as many again; cut back when full, which costs less than a heap.
  #slow: PlacedRow[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Looks at the next row. */
  add(placed: PlacedRow): void {
    this.#seen++;
    if (this.#first.length < this.#limit) this.#first.push(placed);
    if (isFailure(placed.row) && this.#failed.length < this.#limit) this.#failed.push(placed);
    this.#slow.push(placed);
    if (this.#slow.length >= 2 * this.#limit + 2) this.#slow = slowest(this.#slow, this.#limit);
  }

  /** The rows to list. */
  select(): SelectedRows {
    const chosen = new Map<number, PlacedRow>();
    const take = (rows: readonly PlacedRow[], most: number): void => {
      const full = Math.min(this.#limit, chosen.size + most);
      for (const placed of rows) {
        if (chosen.size >= full) return;
        chosen.set(placed.index, placed);
      }
    };
    if (this.#seen > this.#limit) {
      take(this.#failed, Math.floor(this.#limit / 4));
      take(slowest(this.#slow, this.#limit), Math.floor(this.#limit / 2));
    }
    take(this.#first, this.#limit);
    const rows = [...chosen.values()].sort((a, b) => a.span.active - b.span.active || a.index - b.index);
    return { rows, seen: this.#seen };
  }
}

function slowest(rows: readonly PlacedRow[], most: number): PlacedRow[] {
  return rows.toSorted((a, b) => length(b) - length(a) || a.index - b.index).slice(0, most);
}

function length({ span }: PlacedRow): number {
  return span.end - span.active;
}
