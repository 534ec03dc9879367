import { tickLabel, ticks, tickStep } from "../shape/ticks.ts";
import { html, type Markup } from "./html.ts";
import { percent } from "./percent.ts";

/** Labels that fit beside each other on the axis. The page lays the axis out again for its real width. */
const MOST_TICKS = 6;

/** The step of the axis before the page's script has measured it. */
export function axisStep(axisMs: number): number {
  return tickStep(axisMs, MOST_TICKS);
}

/** Tick labels over the waterfall column. */
export function timeAxis(axisMs: number): Markup {
  const step = axisStep(axisMs);
  const labels = axisMs > 0 ? ticks(0, axisMs, step).filter((at) => at <= axisMs * 0.92) : [];
  return html`<svg class="axis" aria-hidden="true">
    ${labels.map((at) => html`<text x="${percent(at / axisMs)}" dx="4" y="12">${tickLabel(at, step)}</text>`)}
  </svg>`;
}
