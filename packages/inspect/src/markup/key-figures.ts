import type { CollectionSummary } from "../shape/collection-summary.ts";
import { formatDuration } from "../shape/format-duration.ts";
import { formatBytes, formatCount, formatFigure } from "../shape/format-number.ts";
import { figureRow, type Figure } from "../drawing/figure-row.ts";
import type { Markup } from "../drawing/html.ts";
import type { RunPace } from "./run-pace.ts";

/** The row of figures at the top. */
export function keyFigures(summary: CollectionSummary, pace: RunPace): Markup {
  return figureRow(figures(summary, pace));
}

function figures({ totals, hostCount, wallMs, axisMs }: CollectionSummary, pace: RunPace): Figure[] {
  const took = pace.compared && pace.measured ? pace.concurrentMs : wallMs;
  const seconds = (took > 0 ? took : axisMs) / 1000;
  const perSecond = (amount: number): number => (seconds > 0 ? amount / seconds : 0);
  return [
    {
      label: "Requests",
      value: formatCount(totals.requests),
      note: `${formatCount(hostCount)} ${hostCount === 1 ? "host" : "hosts"}`,
    },
    { label: "Failed", value: formatCount(totals.failures), note: retries(totals), bad: totals.failures > 0 },
    { label: "Wall time", value: formatDuration(took), note: `longest request ${formatDuration(totals.longest)}` },
    ...paceFigures(totals, pace),
    { label: "In flight", value: formatCount(totals.peak), note: "at the peak" },
    {
      label: "Rate",
      value: `${formatFigure(perSecond(totals.requests))}/s`,
      note: `${formatBytes(perSecond(totals.bytes))}/s`,
    },
    { label: "Bodies", value: formatBytes(totals.bytes), note: "decoded" },
  ];
}

/** The measured times take the place of the sum: two figures for one by one would contradict each other. */
function paceFigures({ busyMs }: CollectionSummary["totals"], pace: RunPace): Figure[] {
  const sum = { label: "Sum of requests", value: formatDuration(busyMs), note: "queue excluded" };
  if (!pace.compared) return [sum];
  const speedUp = { label: "Speed-up", value: `${formatFigure(pace.speedUp)}×` };
  if (!pace.measured) return [sum, { ...speedUp, note: "estimated" }];
  const sequential = { label: "One by one", value: formatDuration(pace.sequentialMs), note: "measured" };
  return [sequential, { ...speedUp, note: "measured" }];
}

function retries({ retries: count }: CollectionSummary["totals"]): string {
  if (count === 0) return "no retries";
  return `${formatCount(count)} ${count === 1 ? "retry" : "retries"}`;
}
