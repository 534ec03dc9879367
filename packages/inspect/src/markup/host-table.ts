import type { CollectionSummary, HostSummary } from "../shape/collection-summary.ts";
import { formatBytes, formatCount, formatMilliseconds } from "../shape/format-number.ts";
import type { RequestTotals } from "../shape/request-tally.ts";
import { visibleText } from "../shape/visible-text.ts";
import { areaChart } from "../drawing/area-chart.ts";
import { html, type Markup } from "../drawing/html.ts";

/** One line a host, the busiest first. */
export function hostTable(summary: CollectionSummary): Markup {
  const { hosts, hostCount } = summary;
  const top = Math.max(1, ...hosts.map(({ totals }) => totals.peak));
  return html`<section aria-labelledby="hosts">
    <h2 id="hosts">Hosts <span class="count">${formatCount(hostCount)}</span></h2>
    <div class="scroll short" role="group" aria-labelledby="hosts" tabindex="0">
      <table class="grid cards hosts">
        <caption class="hidden">
          Requests by host, the busiest first. Durations in milliseconds
        </caption>
        <thead>
          <tr>
            <th scope="col">Host</th>
            <th scope="col" class="n">Requests</th>
            <th scope="col" class="n">Failed</th>
            <th scope="col" class="n">Retries</th>
            <th scope="col" class="n">Peak in flight</th>
            <th scope="col" class="n">Median ms</th>
            <th scope="col" class="n">p95 ms</th>
            <th scope="col" class="n">Longest ms</th>
            <th scope="col" class="n">Bytes</th>
            <th scope="col" class="activity">In flight over the run</th>
          </tr>
        </thead>
        <tbody>
          ${hosts.map((host) => hostLine(host, top))}
        </tbody>
      </table>
    </div>
    ${
      hostCount > hosts.length &&
      html`<p class="folded">
        The ${formatCount(hosts.length)} busiest of ${formatCount(hostCount)} hosts are listed; the figures above count
        all.
      </p>`
    }
  </section>`;
}

function hostLine({ host, totals, profile }: HostSummary, top: number): Markup {
  return html`<tr>
    <th scope="row" class="host">${visibleText(host, 300)}</th>
    ${figureCells(totals)}
    <td class="activity" data-label="In flight over the run">${areaChart(profile, top)}</td>
  </tr>`;
}

/** Each with its column's head, which a narrow window shows beside it instead of above. */
function figureCells(totals: RequestTotals): Markup[] {
  const { requests, failures, retries, peak, median, p95, longest, bytes } = totals;
  const figures = [
    ["Requests", formatCount(requests)],
    ["Failed", failures === 0 ? "0" : `× ${formatCount(failures)}`],
    ["Retries", formatCount(retries)],
    ["Peak in flight", formatCount(peak)],
    ["Median ms", formatMilliseconds(median)],
    ["p95 ms", formatMilliseconds(p95)],
    ["Longest ms", formatMilliseconds(longest)],
    ["Bytes", formatBytes(bytes)],
  ] as const;
  return figures.map(([label, figure]) => {
    const bad = label === "Failed" && failures > 0;
    return html`<td class="${bad ? "n bad" : "n"}" data-label="${label}">${figure}</td>`;
  });
}
