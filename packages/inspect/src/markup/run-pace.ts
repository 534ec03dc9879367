import type { CollectionReport } from "../collection-report.ts";
import type { CollectionSummary } from "../shape/collection-summary.ts";

/** How the run compares with doing one thing after another. */
export interface RunPace {
  readonly sequentialMs: number;
  readonly concurrentMs: number;
  /** The least possible: the longest single request. */
  readonly idealMs: number;
  /** How many times faster; `null` where nothing was sent. */
  readonly speedUp: number | null;
  /** Whether one by one was really run, or is the sum of the requests' durations. */
  readonly measured: boolean;
}

/** Takes the measured comparison where there is one, and otherwise estimates it from the requests themselves. */
export function runPace(report: CollectionReport, summary: CollectionSummary): RunPace {
  const { totals, axisMs } = summary;
  const times = report.comparison ?? {
    sequentialMs: totals.busyMs,
    concurrentMs: axisMs,
    idealMs: totals.longest ?? 0,
  };
  const known = times.sequentialMs > 0 && times.concurrentMs > 0;
  const speedUp = known ? times.sequentialMs / times.concurrentMs : null;
  return { ...times, speedUp, measured: report.comparison !== undefined };
}
