import type { CollectionSummary } from "../shape/collection-summary.ts";
import { formatCount } from "../shape/format-number.ts";
import { areaChart } from "../drawing/area-chart.ts";
import { html, type Markup } from "../drawing/html.ts";
import { requestLine } from "./request-line.ts";
import { timeAxis } from "../drawing/time-axis.ts";

/** The waterfall and its table: one line a request, its figures on the left and its bar on the right. */
export function requestTable(summary: CollectionSummary, toolbar: Markup): Markup {
  const { listed, axisMs } = summary;
  const phases = summary.phases.map(({ phase }) => phase);
  return html`<section id="requests" aria-labelledby="requests-title">
    <h2 id="requests-title">Requests <span class="count">${formatCount(listed.rows.length)}</span></h2>
    ${foldedNote(summary)}${toolbar}
    <div class="scroll" id="pane" role="group" aria-labelledby="requests-title" tabindex="0">
      <table class="grid requests" id="waterfall" data-axis-ms="${axisMs}">
        <caption class="hidden">
          Requests in the order in which they left the queue. Times in milliseconds since the start of the run; each
          phase has its own column, and a bar that shows the same
        </caption>
        <colgroup>
          <col class="c-index" />
          <col class="c-url" />
          <col class="c-status" />
          <col class="c-tries" />
          <col class="c-bytes" />
          <col class="c-start" />
          <col class="c-time" />
          ${phases.map(() => html`<col class="c-phase" />`)}
          <col class="c-bar" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" class="n index">#</th>
            <th scope="col" class="url">Request</th>
            <th scope="col" class="n status">Status</th>
            <th scope="col" class="n tries">Tries</th>
            <th scope="col" class="n bytes">Bytes</th>
            <th scope="col" class="n start">Start ms</th>
            <th scope="col" class="n time">Time ms</th>
            ${phases.map(({ label }) => html`<th scope="col" class="n phase">${label}</th>`)}
            <th scope="col" class="wf">
              <span class="wf-name">Waterfall</span>
              <div class="map" id="map">${areaChart(summary.profile, summary.totals.peak)}</div>
              ${timeAxis(axisMs)}
            </th>
          </tr>
        </thead>
        <tbody>
          ${listed.rows.map((placed) => requestLine(placed, phases, axisMs))}
        </tbody>
      </table>
      <p id="none" class="none" hidden>No request matches</p>
    </div>
    <aside id="detail" class="detail" aria-live="polite" hidden></aside>
  </section>`;
}

function foldedNote({ listed }: CollectionSummary): Markup | null {
  if (listed.rows.length === listed.seen) return null;
  return html`<p class="folded">
    ${formatCount(listed.rows.length)} of ${formatCount(listed.seen)} requests are listed: of the failed, the slowest
    and the first ones, as many as fit. The other ${formatCount(listed.seen - listed.rows.length)} are in every figure
    above.
  </p>`;
}
