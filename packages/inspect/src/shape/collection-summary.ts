import { FailureGroups, type FailureGroup } from "./failure-group.ts";
import type { Bucket } from "./histogram.ts";
import { PHASES, type Phase } from "./phases.ts";
import type { RequestRow } from "./request-row.ts";
import { requestSpan } from "./request-span.ts";
import { RequestTally, type RequestTotals } from "./request-tally.ts";
import { RowSelection, type SelectedRows } from "./row-selection.ts";
import { saneTime } from "./sane-time.ts";

/** Time that all requests together spent in a phase. */
export interface PhaseTotal {
  readonly phase: Phase;
  readonly totalMs: number;
}

/** One host's line. */
export interface HostSummary {
  readonly host: string;
  readonly totals: RequestTotals;
  /** Peak number in flight over the time of the run. */
  readonly profile: readonly number[];
}

/** Everything that a report of a collection shows, as figures. */
export interface CollectionSummary {
  readonly totals: RequestTotals;
  /** Duration of the run. */
  readonly wallMs: number;
  /** Length of the time axis: the run's duration, or the end of its last request where that is later. */
  readonly axisMs: number;
  /** In the order in which they occur; that of the unanswered only where there are any. */
  readonly phases: readonly PhaseTotal[];
  readonly latency: readonly Bucket[];
  readonly profile: readonly number[];
  /** The busiest hosts. */
  readonly hosts: readonly HostSummary[];
  readonly hostCount: number;
  readonly failures: readonly FailureGroup[];
  readonly listed: SelectedRows;
}

/** How much of a large run is kept. */
export interface SummaryLimits {
  /** Requests listed one by one. */
  readonly rows: number;
  /** Hosts listed one by one. */
  readonly hosts: number;
}

const PROFILE_BINS = 240;
const HOST_PROFILE_BINS = 80;
const LATENCY_BUCKETS = 12;

/** Sums a run up in one pass over its rows. */
export function summariseCollection(
  rows: Iterable<RequestRow>,
  durationMs: number,
  limits: SummaryLimits,
): CollectionSummary {
  const all = new RequestTally();
  const hosts = new Map<string, RequestTally>();
  const failures = new FailureGroups();
  const selection = new RowSelection(limits.rows);
  let index = 0;
  for (const row of rows) {
    const span = requestSpan(row);
    all.add(row, span);
    tallyOf(hosts, row.host).add(row, span);
    failures.add(row);
    selection.add({ index: index++, row, span });
  }
  const totals = all.totals();
  const wallMs = saneTime(durationMs);
  const axisMs = Math.max(wallMs, totals.endMs);
  return {
    totals,
    wallMs,
    axisMs,
    phases: phaseTotals(all),
    latency: all.latency(LATENCY_BUCKETS),
    profile: all.profile(axisMs, PROFILE_BINS),
    hosts: busiest(hosts, limits.hosts, axisMs),
    hostCount: hosts.size,
    failures: failures.groups(),
    listed: selection.select(),
  };
}

function tallyOf(hosts: Map<string, RequestTally>, host: string): RequestTally {
  const tally = hosts.get(host) ?? new RequestTally();
  hosts.set(host, tally);
  return tally;
}

function phaseTotals(all: RequestTally): PhaseTotal[] {
  return PHASES.map((phase) => ({ phase, totalMs: all.phaseTotal(phase.id) })).filter(
    ({ phase, totalMs }) => phase.id !== "unanswered" || totalMs > 0,
  );
}

function busiest(hosts: ReadonlyMap<string, RequestTally>, most: number, axisMs: number): HostSummary[] {
  return [...hosts]
    .map(([host, tally]) => ({ host, tally, totals: tally.totals() }))
    .sort((a, b) => b.totals.requests - a.totals.requests || (a.host < b.host ? -1 : 1))
    .slice(0, most)
    .map(({ host, tally, totals }) => ({ host, totals, profile: tally.profile(axisMs, HOST_PROFILE_BINS) }));
}
