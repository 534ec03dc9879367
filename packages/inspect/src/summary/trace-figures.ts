import type { TraceSummary } from "../analysis/summary.ts";
import { isOutside } from "../analysis/wait-kind.ts";
import { figureRow, type Figure } from "../drawing/figure-row.ts";
import type { Markup } from "../drawing/html.ts";
import { formatDuration } from "../shape/format-duration.ts";
import { formatCount, formatFigure, formatShare } from "../shape/format-number.ts";

/** The row of figures at the top. */
export function traceFigures(summary: TraceSummary): Markup {
  const { tasks, peak, wallMs, computedMs, measured, waited, speedUp, oneByOneMs, calls, outcomes } = summary;
  let [outside, inside] = [0, 0];
  for (const [kind, ms] of waited) {
    if (isOutside(kind)) outside += ms;
    else inside += ms;
  }
  const share = formatShare(wallMs > 0 ? Math.min(1, computedMs / wallMs) : 0);
  const figures: Figure[] = [
    { label: "Wall time", value: formatDuration(wallMs), note: "first to last event" },
    { label: "Tasks", value: formatCount(tasks), note: `${formatCount(peak)} at once` },
    {
      label: "Failed",
      value: formatCount(outcomes.failed),
      note: `${formatCount(outcomes.cancelled)} cancelled`,
      bad: outcomes.failed > 0,
    },
    {
      label: "Computing",
      value: formatDuration(computedMs),
      note: measured ? `${share}, measured` : `${share} at most`,
    },
    { label: "Waiting for I/O", value: formatDuration(outside), note: "and timers, all tasks" },
    { label: "Waiting for tasks", value: formatDuration(inside), note: "locks, queues, joins" },
    { label: "Speed-up", value: `${formatFigure(speedUp)}×`, note: `one by one ${formatDuration(oneByOneMs)}` },
  ];
  if (calls > 0) figures.push({ label: "Requests", value: formatCount(calls), note: "HTTP" });
  return figureRow(figures);
}
