import type { Finding } from "../analysis/lints/finding.ts";
import { html, type Markup } from "../drawing/html.ts";
import { formatCount } from "../shape/format-number.ts";
import { visibleText } from "../shape/visible-text.ts";

/** More of them than this nobody reads. */
const MOST = 12;

/** What deserves attention, worst first; where nothing does, that is said too. */
export function findingList(findings: readonly Finding[]): Markup {
  const shown = findings.slice(0, MOST);
  return html`<section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">What stands out <span class="count">${formatCount(findings.length)}</span></h2>
    ${
      shown.length === 0 &&
      html`<p class="why">
        Nothing: no blocked loop, no task that never yielded, outlived its maker or swallowed a cancellation, no
        unbounded fan-out, no lock held across I/O.
      </p>`
    }
    <ul class="findings">
      ${shown.map(
        ({ code, what, advice, tasks, from, to }) =>
          html`<li data-task="${tasks[0] ?? 0}" data-from="${from}" data-to="${to}">
            <span class="code">${code}</span>
            <p>${visibleText(what, 600)} <span class="dim">${advice}</span></p>
          </li>`,
      )}
    </ul>
    ${findings.length > MOST && html`<p class="folded">${formatCount(findings.length - MOST)} more of these kinds.</p>`}
  </section>`;
}
