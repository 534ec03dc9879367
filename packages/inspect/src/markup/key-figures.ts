import type { CollectionSummary } from "../shape/collection-summary.ts";
import { formatDuration } from "../shape/format-duration.ts";
import { formatBytes, formatCount, formatFigure } from "../shape/format-number.ts";
import { html, type Markup } from "./html.ts";
import type { RunPace } from "./run-pace.ts";

interface Figure {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly bad?: boolean;
}

/** The row of figures at the top. */
export function keyFigures(summary: CollectionSummary, pace: RunPace): Markup {
  return html`<dl class="figures">
    ${figures(summary, pace).map(
      ({ label, value, note, bad }) =>
        html`<div class="${bad === true ? "bad" : ""}">
          <dt>${label}</dt>
          <dd>${value}<small>${note}</small></dd>
        </div>`,
    )}
  </dl>`;
}

function figures({ totals, hostCount, wallMs, axisMs }: CollectionSummary, pace: RunPace): Figure[] {
  const seconds = (wallMs > 0 ? wallMs : axisMs) / 1000;
  const perSecond = (amount: number): number => (seconds > 0 ? amount / seconds : 0);
  return [
    {
      label: "Requests",
      value: formatCount(totals.requests),
      note: `${formatCount(hostCount)} ${hostCount === 1 ? "host" : "hosts"}`,
    },
    { label: "Failed", value: formatCount(totals.failures), note: retries(totals), bad: totals.failures > 0 },
    { label: "Wall time", value: formatDuration(wallMs), note: `longest ${formatDuration(totals.longest)}` },
    { label: "Sum of requests", value: formatDuration(totals.busyMs), note: "queue excluded" },
    {
      label: "Speed-up",
      value: pace.speedUp === null ? "–" : `${formatFigure(pace.speedUp)}×`,
      note: pace.measured ? "measured" : "estimated",
    },
    { label: "In flight", value: formatCount(totals.peak), note: "at the peak" },
    {
      label: "Rate",
      value: `${formatFigure(perSecond(totals.requests))}/s`,
      note: `${formatBytes(perSecond(totals.bytes))}/s`,
    },
    { label: "Bodies", value: formatBytes(totals.bytes), note: "decoded" },
  ];
}

function retries({ retries: count }: CollectionSummary["totals"]): string {
  if (count === 0) return "no retries";
  return `${formatCount(count)} ${count === 1 ? "retry" : "retries"}`;
}
