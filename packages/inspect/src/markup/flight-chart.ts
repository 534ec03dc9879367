import type { CollectionSummary } from "../shape/collection-summary.ts";
import { formatDuration } from "../shape/format-duration.ts";
import { formatCount, formatFigure } from "../shape/format-number.ts";
import { areaChart } from "../drawing/area-chart.ts";
import { html, type Markup } from "../drawing/html.ts";

/** How many requests were in flight, over the run. */
export function flightChart({ profile, totals, axisMs }: CollectionSummary): Markup {
  const mean = axisMs > 0 ? totals.busyMs / axisMs : 0;
  return html`<section aria-labelledby="flight">
    <h2 id="flight">In flight over the run</h2>
    <p class="quantiles">peak <b>${formatCount(totals.peak)}</b> · mean <b>${formatFigure(mean)}</b></p>
    <div class="flight">${areaChart(profile, totals.peak)}</div>
    <p class="ends"><span>0</span><span>end of the run ${formatDuration(axisMs)}</span></p>
  </section>`;
}
