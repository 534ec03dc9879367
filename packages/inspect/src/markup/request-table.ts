import type { CollectionSummary } from "../shape/collection-summary.ts";
import { formatCount, formatMilliseconds } from "../shape/format-number.ts";
import { PHASES, type Phase } from "../shape/phases.ts";
import type { PlacedRow } from "../shape/row-selection.ts";
import { visibleText } from "../shape/visible-text.ts";
import { areaChart } from "./area-chart.ts";
import { html, type Markup } from "./html.ts";
import { timeAxis } from "./time-axis.ts";
import { waterfallBar } from "./waterfall-bar.ts";

/** The waterfall and its table: one line a request, its figures on the left and its bar on the right. */
export function requestTable(summary: CollectionSummary, toolbar: Markup): Markup {
  const { listed } = summary;
  return html`<section id="requests" aria-labelledby="requests-title"><h2 id="requests-title">Requests <span class="count">${formatCount(listed.rows.length)}</span></h2>
${foldedNote(summary)}${toolbar}
<div class="scroll" id="pane" role="region" aria-labelledby="requests-title" tabindex="0"><table class="grid requests" id="waterfall" data-axis-ms="${summary.axisMs}">
<caption class="hidden">Requests in the order in which they were asked for. Times in milliseconds since the start of the run; each phase has its own column, and a bar that shows the same</caption>
<colgroup><col class="c-index"><col class="c-url"><col class="c-status"><col class="c-tries"><col class="c-bytes"><col class="c-start"><col class="c-time">${PHASES.map(() => html`<col class="c-phase">`)}<col class="c-bar"></colgroup>
<thead><tr><th scope="col" class="n index">#</th><th scope="col" class="url">Request</th><th scope="col" class="n status">Status</th><th scope="col" class="n tries">Tries</th><th scope="col" class="n bytes">Bytes</th><th scope="col" class="n start">Start ms</th><th scope="col" class="n time">Time ms</th>${PHASES.map(
    ({ label }) => html`<th scope="col" class="n phase">${label}</th>`,
  )}<th scope="col" class="wf"><span class="wf-name">Waterfall</span><div class="map" id="map">${areaChart(summary.profile, summary.totals.peak)}</div>${timeAxis(summary.axisMs)}</th></tr></thead>
<tbody>${listed.rows.map((placed) => requestLine(placed, summary.axisMs))}</tbody></table><p id="none" class="none" hidden>No request matches</p></div>
<aside id="detail" class="detail" aria-live="polite" hidden></aside></section>`;
}

function foldedNote({ listed, totals }: CollectionSummary): Markup | null {
  if (listed.rows.length === listed.seen) return null;
  return html`<p class="folded">${formatCount(listed.rows.length)} of ${formatCount(totals.requests)} requests are listed: of the failed, the slowest and the first ones, as many as fit. The other ${formatCount(listed.seen - listed.rows.length)} are in every figure above.</p>`;
}

function requestLine(placed: PlacedRow, axisMs: number): Markup {
  const { index, row, span } = placed;
  const time = span.sent ? span.end - span.active : null;
  return html`<tr${row.error ? html` class="failed"` : null} data-host="${visibleText(row.host, 300)}"><td class="n index">${index + 1}</td>${urlCell(placed)}<td class="n status">${
    row.error && html`<span class="cross">✕</span> `
  }${row.status ?? "–"}</td><td class="n tries">${row.attempts}</td><td class="n bytes">${row.bytes === null ? "–" : formatCount(row.bytes)}</td><td class="n start">${formatMilliseconds(span.start)}</td><td class="n time">${formatMilliseconds(time)}</td>${PHASES.map(
    (phase) => phaseCell(placed, phase),
  )}<td class="wf">${waterfallBar(placed, axisMs)}</td></tr>
`;
}

function urlCell({ row }: PlacedRow): Markup {
  const { origin, rest } = split(visibleText(row.url));
  const redirected = row.finalUrl !== null && row.finalUrl !== row.url ? row.finalUrl : null;
  return html`<th scope="row" class="url"><div class="line"><span class="dim">${origin}</span><span class="path">${rest}</span>${
    redirected !== null && html` <span class="dim final">→ ${visibleText(redirected)}</span>`
  }</div>${
    row.error &&
    html`<div class="message"><span class="code">${visibleText(row.error.code, 80)}</span> ${visibleText(row.error.message, 400)}</div>`
  }</th>`;
}

/** The host is the same in most lines, the path is what tells them apart. */
function split(url: string): { origin: string; rest: string } {
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/iu.exec(url)?.[0] ?? "";
  return { origin, rest: url.slice(origin.length) };
}

function phaseCell({ span }: PlacedRow, { id }: Phase): Markup {
  const found = span.phases.find(({ phase }) => phase === id);
  return html`<td class="n phase">${found === undefined ? "–" : formatMilliseconds(found.to - found.from)}</td>`;
}
