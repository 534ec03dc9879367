import type { CollectionSummary, HostSummary } from "../shape/collection-summary.ts";
import { formatBytes, formatCount, formatMilliseconds } from "../shape/format-number.ts";
import { visibleText } from "../shape/visible-text.ts";
import { areaChart } from "./area-chart.ts";
import { html, type Markup } from "./html.ts";

/** One line a host, the busiest first. */
export function hostTable(summary: CollectionSummary): Markup {
  const { hosts, hostCount } = summary;
  const top = Math.max(1, ...hosts.map(({ totals }) => totals.peak));
  return html`<section aria-labelledby="hosts">
    <h2 id="hosts">Hosts <span class="count">${formatCount(hostCount)}</span></h2>
    <div class="scroll short" role="group" aria-labelledby="hosts" tabindex="0">
      <table class="grid hosts">
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
    <td class="n">${formatCount(totals.requests)}</td>
    ${failuresCell(totals.failures)}
    <td class="n">${formatCount(totals.retries)}</td>
    <td class="n">${formatCount(totals.peak)}</td>
    <td class="n">${formatMilliseconds(totals.median)}</td>
    <td class="n">${formatMilliseconds(totals.p95)}</td>
    <td class="n">${formatMilliseconds(totals.longest)}</td>
    <td class="n">${formatBytes(totals.bytes)}</td>
    <td class="activity">${areaChart(profile, top)}</td>
  </tr>`;
}

function failuresCell(failures: number): Markup {
  return failures === 0 ? html`<td class="n">0</td>` : html`<td class="n bad">× ${formatCount(failures)}</td>`;
}
