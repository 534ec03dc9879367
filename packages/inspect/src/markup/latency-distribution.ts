import { formatDuration } from "../shape/format-duration.ts";
import { formatCount, formatMilliseconds } from "../shape/format-number.ts";
import type { Bucket } from "../shape/histogram.ts";
import type { RequestTotals } from "../shape/request-tally.ts";
import { html, type Markup } from "../drawing/html.ts";
import { meter } from "../drawing/meter.ts";

/** How long requests took, as a histogram with its quantiles. */
export function latencyDistribution(buckets: readonly Bucket[], totals: RequestTotals): Markup {
  const fullest = Math.max(1, ...buckets.map(({ count }) => count));
  return html`<section aria-labelledby="latency">
    <h2 id="latency">How long requests took</h2>
    <p class="quantiles">
      median <b>${formatDuration(totals.median)}</b> · p95 <b>${formatDuration(totals.p95)}</b> · longest
      <b>${formatDuration(totals.longest)}</b>
    </p>
    <table class="bars">
      <caption class="hidden">
        Requests by duration, without time in the queue
      </caption>
      <thead class="hidden">
        <tr>
          <th scope="col">Duration</th>
          <th scope="col">Bar</th>
          <th scope="col">Requests</th>
        </tr>
      </thead>
      <tbody>
        ${buckets.map(
          ({ from, to, count }) =>
            html`<tr>
              <th scope="row">${range(from, to)}</th>
              <td>${meter(count / fullest, "count")}</td>
              <td class="n">${formatCount(count)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function range(from: number, to: number): string {
  const seconds = from >= 1000;
  const scale = seconds ? 1000 : 1;
  return `${plain(from / scale)}–${plain(to / scale)} ${seconds ? "s" : "ms"}`;
}

function plain(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : formatMilliseconds(value);
}
