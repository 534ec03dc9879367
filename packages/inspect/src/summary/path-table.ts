import type { PathStep } from "../analysis/critical-path.ts";
import type { TraceModel } from "../analysis/trace-model.ts";
import { html, type Markup } from "../drawing/html.ts";
import { meter } from "../drawing/meter.ts";
import { formatDuration } from "../shape/format-duration.ts";
import { formatCount, formatShare } from "../shape/format-number.ts";
import { visibleText } from "../shape/visible-text.ts";

/** Steps that are listed at most, the longest, and the share of the whole that one has to have. */
const MOST = 9;
const LEAST_SHARE = 0.01;

/** The chain that decided how long everything took. */
export function pathTable(path: readonly PathStep[], model: TraceModel): Markup {
  const total = path.reduce((sum, step) => sum + length(step), 0);
  const long = path.filter((step) => length(step) >= total * LEAST_SHARE);
  const kept = new Set(long.toSorted((a, b) => length(b) - length(a)).slice(0, MOST));
  const shown = path.filter((step) => kept.has(step));
  const rest = path.length - shown.length;
  const restMs = total - shown.reduce((sum, step) => sum + length(step), 0);
  return html`<section aria-labelledby="path">
    <h2 id="path">Critical path <span class="count">${formatDuration(total)}</span></h2>
    ${path.length === 0 && html`<p class="why">No task ended, so nothing led up to its end.</p>`}
    <table class="bars path">
      <caption class="hidden">
        What led up to the end, in order of time
      </caption>
      <colgroup>
        <col class="c-step" />
        <col />
        <col class="c-length" />
      </colgroup>
      <thead class="hidden">
        <tr>
          <th scope="col">Task and what it did</th>
          <th scope="col">Bar</th>
          <th scope="col">Duration</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map((step) => line(step, model, total))}
      </tbody>
    </table>
    ${
      rest > 0 &&
      html`<p class="folded">
        ${formatCount(rest)} shorter ${rest === 1 ? "step" : "steps"} with them, ${formatDuration(restMs)} in all.
      </p>`
    }
  </section>`;
}

function line(step: PathStep, model: TraceModel, total: number): Markup {
  const name = visibleText(model.tasks.get(step.task)?.view.name ?? "", 120);
  const did = step.waits.length === 0 ? "ran" : visibleText(step.waits.join(" · "), 200);
  const share = total > 0 ? length(step) / total : 0;
  return html`<tr data-task="${step.task}" data-from="${step.from}" data-to="${step.to}">
    <th scope="row" title="${name}: ${did}"><b>${name}</b> <span class="dim">${did}</span></th>
    <td>${meter(share, step.waits.length === 0 ? "concurrent" : "sequential")}</td>
    <td class="n">${formatDuration(length(step))} <small>${formatShare(share)}</small></td>
  </tr>`;
}

function length({ from, to }: PathStep): number {
  return to - from;
}
