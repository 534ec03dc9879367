import type { CollectionReport, Comparison } from "../collection-report.ts";
import type { CollectionSummary } from "../shape/collection-summary.ts";
import { formatCount } from "../shape/format-number.ts";

/** How the run compares with doing one thing after another, or why nobody can say. */
export type RunPace = ComparedPace | UncomparedPace;

/** Both ways have a duration. */
export interface ComparedPace extends Comparison {
  readonly compared: true;
  /** How many times faster. */
  readonly speedUp: number;
  /** Whether both ways were really run; else one by one is the sum of the requests' durations. */
  readonly measured: boolean;
}

/** Nothing was measured, and an estimate would mislead. */
export interface UncomparedPace {
  readonly compared: false;
  /** Why there is no estimate, as a sentence. */
  readonly why: string;
}

/**
 * Share of the requests that may have been retried for an estimate to stand. Earlier tries and the back-off between
 * them are in the run's duration but in no request's own: a few make the estimate a little low, many make it nonsense.
 */
const FEW_RETRIES = 0.05;

/** Takes the measured comparison where there is one, and otherwise estimates it from the requests themselves. */
export function runPace(report: CollectionReport, summary: CollectionSummary): RunPace {
  const { comparison } = report;
  if (comparison !== undefined && isUsable(comparison)) return compared(comparison, true);
  const why = whyNoEstimate(summary);
  if (why !== null) return { compared: false, why };
  const { totals, axisMs } = summary;
  return compared({ sequentialMs: totals.busyMs, concurrentMs: axisMs, idealMs: totals.longest ?? 0 }, false);
}

function compared(times: Comparison, measured: boolean): ComparedPace {
  return { ...times, compared: true, measured, speedUp: times.sequentialMs / times.concurrentMs };
}

/** Reports come from other programs too: a duration that is none counts as not measured. */
function isUsable({ sequentialMs, concurrentMs, idealMs }: Comparison): boolean {
  return (
    [sequentialMs, concurrentMs].every((ms) => Number.isFinite(ms) && ms > 0) && idealMs >= 0 && idealMs < Infinity
  );
}

function whyNoEstimate({ totals, axisMs }: CollectionSummary): string | null {
  const { requests, successes, retries, busyMs } = totals;
  if (busyMs === 0) return "No request was sent, so there is nothing to compare.";
  if (successes === 0) return "No estimate: every request failed.";
  if (retries > requests * FEW_RETRIES) {
    const tries = `${formatCount(retries)} ${retries === 1 ? "retry" : "retries"}`;
    return `No estimate: ${tries} and the back-off before them are in the wall time, but in no request's own.`;
  }
  if (busyMs > axisMs) return null;
  return (
    "No estimate: the run took longer than all its requests together, " +
    "as a delay, a rate, a single request or one place at a time brings about."
  );
}
