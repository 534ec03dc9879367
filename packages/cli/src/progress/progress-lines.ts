import { formatCount, formatPlural, formatSize } from "../units/format-amount.ts";
import { formatRoughDuration } from "../units/format-duration.ts";
import { fit, fitParts } from "../terminal/fit.ts";
import type { Paint } from "../terminal/paint.ts";
import { bar } from "./bar.ts";
import { hostLines } from "./host-lines.ts";
import { type Progress, timeLeft } from "./progress.ts";

/** Where the block is drawn. */
export interface Canvas {
  /** Width of the terminal in characters. */
  readonly columns: number;
  /** Height of the terminal in lines. */
  readonly rows: number;
  readonly paint: Paint;
}

/**
 * The block that shows a running collection: a title, one bar, one line of figures, and a line for each host.
 * No line is as wide as the terminal, so that none wraps.
 */
export function progressLines(title: string, progress: Progress, canvas: Canvas): string[] {
  const width = canvas.columns - 3;
  // Title, bar, figures, a blank line above the hosts and one row for the cursor.
  const rowsForHosts = Math.max(1, Math.min(10, canvas.rows - 6));
  const hosts = hostLines(progress.hosts, { rows: rowsForHosts, width, paint: canvas.paint });
  const block = [
    titleLine(title, progress, width, canvas.paint),
    barLine(progress, width, canvas.paint),
    figures(progress, width, canvas.paint),
  ];
  if (progress.failures.length > 0) block.push(canvas.paint("red", fitParts(failureParts(progress), width)));
  if (hosts.length > 0) block.push("", ...hosts);
  return block.map((line) => (line === "" ? "" : `  ${line}`));
}

function titleLine(title: string, progress: Progress, width: number, paint: Paint): string {
  const clock = formatRoughDuration(progress.elapsed);
  const room = width - clock.length - 2;
  if (room < 8) return paint("bold", fit(title, width));
  return `${paint("bold", fit(title, room).padEnd(room))}  ${clock}`;
}

function barLine(progress: Progress, width: number, paint: Paint): string {
  const done = `${formatCount(progress.done)} of ${formatCount(progress.total)}`;
  const room = width - done.length - 2;
  if (room < 6) return fit(done, width);
  return `${bar(progress.total === 0 ? 0 : progress.done / progress.total, room, paint)}  ${done}`;
}

function figures(progress: Progress, width: number, paint: Paint): string {
  if (progress.stopping) {
    return paint(
      "yellow",
      fitParts(
        [
          `stopping: waiting for ${formatPlural(progress.inFlight, "request")} in flight`,
          "Ctrl-C again to stop at once",
        ],
        width,
      ),
    );
  }
  const left = timeLeft(progress);
  const parts = [`${formatRate(progress.perSecond)} pages/s`];
  if (left !== undefined) parts.push(`about ${formatRoughDuration(left)} left`);
  parts.push(`${formatCount(progress.inFlight)} in flight`, formatSize(progress.bytes));
  return fitParts(parts, width);
}

function failureParts(progress: Progress): string[] {
  return [
    `${formatCount(progress.failed)} failed`,
    ...progress.failures.map(({ kind, count }) => `${formatCount(count)} × ${kind}`),
  ];
}

/** `3.2`, but `120`: digits that change too quickly to be read say nothing. */
export function formatRate(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : formatCount(perSecond);
}
