import type { RequestRow } from "./shape/request-row.ts";

/** Measured times of the same requests, one after another and concurrently. */
export interface Comparison {
  /** One after another, in milliseconds. */
  readonly sequentialMs: number;
  /** Concurrently, in milliseconds. */
  readonly concurrentMs: number;
  /** The least that was possible, in milliseconds: the slowest request alone, redirects included, as its site is set. */
  readonly idealMs: number;
}

/** One thing to know about the run, such as `{ label: "Per host", value: "8" }`. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** A finished or interrupted collection, as plain data. */
export interface CollectionReport {
  /** Headline; the name of the collection. */
  readonly title: string;
  /** When the run began, ISO 8601. */
  readonly startedAt: string;
  /** Whether every URL was dealt with; an interrupted run is marked. */
  readonly finished: boolean;
  /** Wall time of the run in milliseconds. */
  readonly durationMs: number;
  /** Its requests; read once, so a database cursor will do. Order does not matter. */
  readonly rows: Iterable<RequestRow>;
  /** Where the same requests were also made one by one. Without it the report estimates where it can, and says so. */
  readonly comparison?: Comparison;
  /** Settings of the run, shown under the headline. */
  readonly facts?: readonly Fact[];
  /**
   * Requests listed one by one. Of a longer run the failed, the slowest and the first are; the figures count all.
   * @default 2000
   */
  readonly listedRequests?: number;
  /**
   * Hosts listed one by one, the busiest first.
   * @default 100
   */
  readonly listedHosts?: number;
}
