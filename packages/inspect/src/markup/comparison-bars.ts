import { formatDuration } from "../shape/format-duration.ts";
import { html, type Markup } from "./html.ts";
import { meter } from "./meter.ts";
import type { RunPace } from "./run-pace.ts";

/** One by one, concurrent and ideal, as bars on one scale. */
export function comparisonBars(pace: RunPace): Markup {
  const longest = Math.max(pace.sequentialMs, pace.concurrentMs, pace.idealMs);
  const bars = [
    {
      label: "One by one",
      kind: "sequential",
      ms: pace.sequentialMs,
      note: pace.measured ? "measured" : "sum of the requests",
    },
    { label: "Concurrent", kind: "concurrent", ms: pace.concurrentMs, note: pace.measured ? "measured" : "wall time" },
    { label: "Ideal", kind: "ideal", ms: pace.idealMs, note: "longest request" },
  ];
  return html`<section aria-labelledby="pace">
    <h2 id="pace">One by one and concurrent</h2>
    <table class="bars">
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
    </table>
  </section>`;
}
