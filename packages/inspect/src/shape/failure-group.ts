import { isFailure } from "./is-failure.ts";
import type { RequestRow } from "./request-row.ts";

/** Failures of one kind. */
export interface FailureGroup {
  readonly code: string;
  /** HTTP status, where there was an answer. */
  readonly status: number | null;
  readonly count: number;
  /** How many hosts it happened on. */
  readonly hosts: number;
  /** Message and URL of the first. */
  readonly message: string;
  readonly url: string;
}

/** Groups failures by code and status, the most frequent first. */
export class FailureGroups {
  readonly #groups = new Map<string, { first: RequestRow; count: number; hosts: Set<string> }>();

  /** Counts the row if it failed. */
  add(row: RequestRow): void {
    if (row.error === null || !isFailure(row)) return;
    const key = `${row.error.code} ${row.status}`;
    const group = this.#groups.get(key) ?? { first: row, count: 0, hosts: new Set<string>() };
    group.count++;
    group.hosts.add(row.host);
    this.#groups.set(key, group);
  }

  /** The groups so far. */
  groups(): FailureGroup[] {
    return [...this.#groups.values()]
      .map(({ first, count, hosts }) => ({
        code: first.error?.code ?? "",
        status: first.status,
        count,
        hosts: hosts.size,
        message: first.error?.message ?? "",
        url: first.url,
      }))
      .sort((a, b) => b.count - a.count);
  }
}
