import { formatCount, formatMilliseconds } from "../shape/format-number.ts";
import type { Phase } from "../shape/phases.ts";
import { readableUrl } from "../shape/readable-url.ts";
import { isFailure } from "../shape/is-failure.ts";
import type { RequestRow } from "../shape/request-row.ts";
import type { PlacedRow } from "../shape/row-selection.ts";
import { splitUrl } from "../shape/split-url.ts";
import { visibleText } from "../shape/visible-text.ts";
import { html, type Markup } from "../drawing/html.ts";
import { waterfallBar } from "./waterfall-bar.ts";

/** One request: its figures, a column for each of `phases`, and its bar on an axis of `axisMs`. */
export function requestLine(placed: PlacedRow, phases: readonly Phase[], axisMs: number): Markup {
  const { index, row, span } = placed;
  const time = span.sent ? span.end - span.active : null;
  return html`<tr class="${isFailure(row) ? "failed" : ""}" data-host="${visibleText(row.host, 300)}">
    <td class="n index">${index + 1}</td>
    ${urlCell(row)}${statusCell(row)}
    <td class="n tries">${row.attempts}</td>
    <td class="n bytes">${row.bytes === null ? "–" : formatCount(row.bytes)}</td>
    <td class="n start">${formatMilliseconds(span.start)}</td>
    <td class="n time">${formatMilliseconds(time)}</td>
    ${phases.map((phase) => phaseCell(placed, phase))}
    <td class="wf">${waterfallBar(placed, axisMs)}</td>
  </tr>`;
}

function statusCell(row: RequestRow): Markup {
  const cross = isFailure(row) && html`<span class="cross">×</span> `;
  return html`<td class="n status">${cross}${row.status ?? "–"}</td>`;
}

function urlCell({ url, finalUrl, error }: RequestRow): Markup {
  const { scheme, authority, rest } = splitUrl(visibleText(readableUrl(url)));
  const redirected = finalUrl !== null && finalUrl !== url ? finalUrl : null;
  return html`<th scope="row" class="url">
    <div class="line" title="${visibleText(url)}">
      <span class="dim scheme">${scheme}</span><span class="dim authority">${authority}</span
      ><span class="path">${rest}</span>${redirected !== null && redirection(redirected)}
    </div>
    ${
      error &&
      html`<div class="message">
        <span class="code">${visibleText(error.code, 80)}</span> ${visibleText(error.message, 400)}
      </div>`
    }
  </th>`;
}

function redirection(url: string): Markup {
  const final = html`<span class="final" title="${visibleText(url)}">${visibleText(readableUrl(url))}</span>`;
  return html` <span class="dim redirection">redirected to ${final}</span>`;
}

function phaseCell({ span }: PlacedRow, { id }: Phase): Markup {
  const found = span.phases.find(({ phase }) => phase === id);
  return html`<td class="n phase">${found === undefined ? "–" : formatMilliseconds(found.to - found.from)}</td>`;
}
