import type { CollectionReport } from "./collection-report.ts";
import { comparisonBars } from "./markup/comparison-bars.ts";
import { failureTable } from "./markup/failure-table.ts";
import { flightChart } from "./markup/flight-chart.ts";
import { headline } from "./markup/headline.ts";
import { hostTable } from "./markup/host-table.ts";
import { html } from "./drawing/html.ts";
import { keyFigures } from "./markup/key-figures.ts";
import { latencyDistribution } from "./markup/latency-distribution.ts";
import { pageDocument } from "./markup/page-document.ts";
import { phaseBreakdown } from "./markup/phase-breakdown.ts";
import { phasePatterns } from "./drawing/fill-patterns.ts";
import { readingHelp } from "./markup/reading-help.ts";
import { requestTable } from "./markup/request-table.ts";
import { requestToolbar } from "./markup/request-toolbar.ts";
import { runPace } from "./markup/run-pace.ts";
import { axisStep } from "./drawing/time-axis.ts";
import { pageAssets } from "./page-assets.ts";
import { summariseCollection } from "./shape/collection-summary.ts";
import { visibleText } from "./shape/visible-text.ts";

const LISTED_REQUESTS = 2000;
const LISTED_HOSTS = 100;

/**
 * Renders a collection as one HTML page: figures, hosts, failures and the request waterfall with its table. The page
 * loads nothing, opens from `file://`, and shows everything but sorting, searching and zooming without JavaScript.
 * The rows are read once; the page's size is bounded by `listedRequests`, whatever their number.
 *
 * @returns the whole document; write it to a file that ends in `.html`
 *
 * @example
 * ```ts
 * import { writeFileSync } from "node:fs";
 * import { renderCollectionReport, type RequestRow } from "@baedal/inspect";
 *
 * const rows: RequestRow[] = [
 *   {
 *     url: "http://127.0.0.1:8080/menu",
 *     finalUrl: "http://127.0.0.1:8080/menu",
 *     host: "127.0.0.1:8080",
 *     status: 200,
 *     startedMs: 0,
 *     timings: { queued: 0.2, dns: null, connect: 0.9, tls: null, sent: 1.1, firstByte: 201, done: 203 },
 *     bytes: 2700,
 *     attempts: 1,
 *     error: null,
 *   },
 * ];
 * const run = { title: "Menu", startedAt: new Date().toISOString(), finished: true, durationMs: 204 };
 * writeFileSync("report.html", renderCollectionReport({ ...run, rows }));
 * ```
 */
export function renderCollectionReport(report: CollectionReport): string {
  const limits = { rows: report.listedRequests ?? LISTED_REQUESTS, hosts: report.listedHosts ?? LISTED_HOSTS };
  const summary = summariseCollection(report.rows, report.durationMs, limits);
  const pace = runPace(report, summary);
  const { style, script } = pageAssets("collection");
  const gridStep = summary.axisMs > 0 ? (axisStep(summary.axisMs) / summary.axisMs) * 100 : 100;
  return pageDocument({
    title: `${visibleText(report.title, 200)} · Baedal report`,
    style: `${style}:root{--grid-step:${gridStep.toFixed(4)}%}\n`,
    script,
    body: html`<a class="skip" href="#requests">Skip to the requests</a>
      ${phasePatterns()} ${headline(report, summary, pace)}
      <main>
        ${keyFigures(summary, pace)}
        <div class="panels">
          <div>${comparisonBars(pace)} ${flightChart(summary)}</div>
          ${phaseBreakdown(summary.phases)} ${latencyDistribution(summary.latency, summary.totals)}
        </div>
        ${hostTable(summary)} ${failureTable(summary.failures)} ${requestTable(summary, requestToolbar(summary.hosts))}
      </main>
      <footer>
        ${readingHelp()}
        <p>
          Made by Baedal. Times run from leaving the queue to the last byte or the failure; the bar shows the queue too.
        </p>
      </footer>`,
  });
}
