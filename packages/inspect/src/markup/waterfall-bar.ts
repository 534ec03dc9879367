import { drawBar } from "../drawing/bar.ts";
import type { Markup } from "../drawing/html.ts";
import { barLayout } from "../shape/bar-layout.ts";
import { formatMilliseconds } from "../shape/format-number.ts";
import { PHASES } from "../shape/phases.ts";
import { isFailure } from "../shape/is-failure.ts";
import type { PlacedRow } from "../shape/row-selection.ts";

const LABELS = new Map(PHASES.map((phase) => [phase.id, phase.label]));

/** The bar of one request on an axis of `axisMs`. Lengths are percentages: zooming is one width for all bars. */
export function waterfallBar(placed: PlacedRow, axisMs: number): Markup {
  const { segments, x, width, label } = barLayout(placed.span, axisMs);
  const text = marksOf(placed);
  const bar = {
    pieces: segments.map((segment) => ({ fill: segment.phase, x: segment.x, width: segment.width })),
    ...(placed.span.sent && { outline: { x, width } }),
    ...(text !== "" && { note: { text, bad: isFailure(placed.row), ...label } }),
  };
  return drawBar(bar, describe(placed));
}

function marksOf({ row, span }: PlacedRow): string {
  const problem = row.error === null ? "" : failureMark(row.status, span.sent);
  const failed = isFailure(row) ? `× ${problem}` : problem;
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
