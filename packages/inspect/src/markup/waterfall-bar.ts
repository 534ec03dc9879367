import { barLayout, type BarSegment } from "../shape/bar-layout.ts";
import { formatMilliseconds } from "../shape/format-number.ts";
import { PHASES } from "../shape/phases.ts";
import type { PlacedRow } from "../shape/row-selection.ts";
import { html, type Markup } from "./html.ts";
import { percent } from "./percent.ts";
import { PHASE_SHAPES } from "./phase-shape.ts";

const LABELS = new Map(PHASES.map((phase) => [phase.id, phase.label]));

/** The bar of one request on an axis of `axisMs`. Lengths are percentages: zooming is one width for all bars. */
export function waterfallBar(placed: PlacedRow, axisMs: number): Markup {
  const layout = barLayout(placed.span, axisMs);
  const marks = marksOf(placed);
  return html`<svg class="bar" role="img" aria-label="${describe(placed)}">
    ${layout.segments.map(segment)}${
      placed.span.sent &&
      html`<rect class="outline" x="${percent(layout.x)}" width="${percent(layout.width)}" y="5" height="12" />`
    }${
      marks !== "" &&
      html`<text
        class="${placed.row.error ? "bad" : "mark"}"
        x="${percent(layout.label.x)}"
        dx="${layout.label.anchor === "start" ? 5 : -5}"
        y="15"
        text-anchor="${layout.label.anchor}"
        >${marks}</text
      >`
    }
  </svg>`;
}

function segment({ phase, x, width }: BarSegment): Markup {
  const { y, height } = PHASE_SHAPES[phase];
  return html`<rect class="${phase}" x="${percent(x)}" width="${percent(width)}" y="${y}" height="${height}" />`;
}

function marksOf({ row, span }: PlacedRow): string {
  const failed = row.error === null ? "" : `× ${failureMark(row.status, span.sent)}`;
  const retried = row.attempts > 1 ? `${row.attempts} tries` : "";
  return [failed, retried].filter((mark) => mark !== "").join(" · ");
}

/** A good status with a failure after it, such as a body cut short, is not told as what failed. */
function failureMark(status: number | null, sent: boolean): string {
  if (status === null) return sent ? "failed" : "not sent";
  return status < 400 ? `failed after ${status}` : String(status);
}

function describe({ span }: PlacedRow): string {
  if (!span.sent) return "Not sent";
  return span.phases
    .filter(({ from, to }) => to > from)
    .map(({ phase, from, to }) => `${LABELS.get(phase)} ${formatMilliseconds(to - from)}`)
    .join(", ");
}
