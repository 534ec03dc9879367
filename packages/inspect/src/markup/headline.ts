import type { CollectionReport } from "../collection-report.ts";
import type { CollectionSummary } from "../shape/collection-summary.ts";
import { formatDuration } from "../shape/format-duration.ts";
import { formatCount, formatFigure } from "../shape/format-number.ts";
import type { RequestTotals } from "../shape/request-tally.ts";
import { visibleText } from "../shape/visible-text.ts";
import { html, type Markup } from "../drawing/html.ts";
import type { RunPace } from "./run-pace.ts";

/** Title, the run in one sentence, and when and how it was made. */
export function headline(report: CollectionReport, summary: CollectionSummary, pace: RunPace): Markup {
  return html`<header class="top">
    <h1>${visibleText(report.title, 200)}${report.finished ? null : html` <span class="badge">unfinished</span>`}</h1>
    <p class="verdict">${verdict(summary, pace)}</p>
    <ul class="facts">
      <li><time datetime="${report.startedAt}">${readableTime(report.startedAt)}</time></li>
      ${(report.facts ?? []).map(
        ({ label, value }) => html`<li>${visibleText(label, 100)} <b>${visibleText(value, 300)}</b></li>`,
      )}
    </ul>
  </header>`;
}

/** The run in plain words. */
function verdict(summary: CollectionSummary, pace: RunPace): string {
  const { totals, hostCount, wallMs } = summary;
  const told = outcomes(totals);
  if (totals.requests === 0) return totals.failures === 0 ? "No request was finished." : `No request was sent. ${told}`;
  const made = `${plural(totals.requests, "request")} to ${plural(hostCount, "host")}`;
  // Where both ways were measured, those are the times to tell: the run's own has its start and end in it.
  const took = pace.compared && pace.measured ? pace.concurrentMs : wallMs;
  return `${made} in ${formatDuration(took)}${comparison(pace)}. ${told}`;
}

function outcomes({ failures, forgiven }: RequestTotals): string {
  const failed = failures === 0 ? "None failed." : `${formatCount(failures)} failed.`;
  if (forgiven === 0) return failed;
  return `${failed} ${plural(forgiven, "link")} ${forgiven === 1 ? "leads" : "lead"} nowhere.`;
}

function comparison(pace: RunPace): string {
  if (!pace.compared || pace.speedUp < 1.05) return "";
  return pace.measured
    ? `, ${formatFigure(pace.speedUp)} times as fast as one by one (${formatDuration(pace.sequentialMs)})`
    : `, an estimated ${formatFigure(pace.speedUp)} times as fast as one by one`;
}

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function readableTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return visibleText(iso, 40);
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
