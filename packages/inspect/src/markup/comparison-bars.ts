import { formatDuration } from "../shape/format-duration.ts";
import { html, type Markup } from "../drawing/html.ts";
import { meter } from "../drawing/meter.ts";
import type { ComparedPace, RunPace } from "./run-pace.ts";

interface Bar {
  readonly label: string;
  readonly note: string;
  readonly kind: "sequential" | "concurrent" | "ideal";
  readonly ms: number;
}

/** One by one, concurrent and the least possible, as bars on one scale; or why they cannot be told. */
export function comparisonBars(pace: RunPace): Markup {
  return html`<section aria-labelledby="pace">
    <h2 id="pace">One by one and concurrent</h2>
    ${pace.compared ? table(pace.measured ? measuredBars(pace) : estimatedBars(pace)) : html`<p class="why">${pace.why}</p>`}
  </section>`;
}

function measuredBars({ sequentialMs, concurrentMs, idealMs }: ComparedPace): readonly Bar[] {
  return [
    { label: "One by one", note: "measured", kind: "sequential", ms: sequentialMs },
    { label: "Concurrent", note: "measured", kind: "concurrent", ms: concurrentMs },
    // Given with the comparison: what the sites were set to, which the measured longest request exceeds a little.
    { label: "Ideal", note: "the slowest request alone, as the sites are set", kind: "ideal", ms: idealMs },
  ];
}

function estimatedBars({ sequentialMs, concurrentMs, idealMs }: ComparedPace): readonly Bar[] {
  return [
    { label: "One by one", note: "estimated: sum of the requests", kind: "sequential", ms: sequentialMs },
    { label: "Concurrent", note: "wall time", kind: "concurrent", ms: concurrentMs },
    // Not called ideal: with more requests than places, no run can come near.
    { label: "Longest single request", note: "no run can be shorter", kind: "ideal", ms: idealMs },
  ];
}

function table(bars: readonly Bar[]): Markup {
  const longest = Math.max(...bars.map(({ ms }) => ms));
  return html`<table class="bars">
    <caption class="hidden">
      Duration one by one, concurrently, and the least possible
    </caption>
    <thead class="hidden">
      <tr>
        <th scope="col">Way</th>
        <th scope="col">Bar</th>
        <th scope="col">Duration</th>
      </tr>
    </thead>
    <tbody>
      ${bars.map(
        ({ label, kind, ms, note }) =>
          html`<tr>
            <th scope="row">${label}<small>${note}</small></th>
            <td>${meter(longest > 0 ? ms / longest : 0, kind)}</td>
            <td class="n">${formatDuration(ms)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
