import type { PhaseTotal } from "../shape/collection-summary.ts";
import { formatDuration } from "../shape/format-duration.ts";
import { formatShare } from "../shape/format-number.ts";
import { PHASES } from "../shape/phases.ts";
import { html, type Markup } from "../drawing/html.ts";
import { stack } from "../drawing/stack.ts";
import { swatch } from "../drawing/swatch.ts";

/** Where the time in flight of all requests together went; at the same time the key to the waterfall. */
export function phaseBreakdown(phases: readonly PhaseTotal[]): Markup {
  // Time in the queue is not work: it would dwarf all else in a long run.
  const inFlight = phases.filter(({ phase }) => phase.id !== "queued");
  const total = inFlight.reduce((sum, { totalMs }) => sum + totalMs, 0);
  return html`<section aria-labelledby="phases">
    <h2 id="phases">Where the time went</h2>
    ${stack(inFlight.map(({ phase, totalMs }) => ({ fill: phase.id, amount: totalMs })))}
    <table class="phases">
      <caption class="hidden">
        Time in each phase, all requests together
      </caption>
      <thead class="hidden">
        <tr>
          <th scope="col">Phase</th>
          <th scope="col">Sum</th>
          <th scope="col">Share</th>
        </tr>
      </thead>
      <tbody>
        ${phases.map(
          ({ phase, totalMs }) =>
            html`<tr>
              <th scope="row">${swatch(phase.id)}${phase.label}</th>
              <td class="n">${formatDuration(totalMs)}</td>
              <td class="n">${phase.id === "queued" ? "–" : formatShare(total > 0 ? totalMs / total : 0)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <details class="meanings">
      <summary>What they mean</summary>
      <dl>
        ${PHASES.map(
          ({ label, meaning }) =>
            html`<dt>${label}</dt>
              <dd>${meaning}</dd>`,
        )}
      </dl>
    </details>
  </section>`;
}
