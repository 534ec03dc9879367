import type { Progress } from "@baedal/collect";
import { fit, fitMiddle, fitParts } from "../terminal/fit.ts";
import type { Paint } from "../terminal/paint.ts";
import { formatCount, formatPlural, formatSize } from "../units/format-amount.ts";
import { formatRoughDuration } from "../units/format-duration.ts";
import { bar } from "./bar.ts";
import { failureName } from "./failure-name.ts";
import { hostLines } from "./host-lines.ts";
import { timeLeft } from "./time-left.ts";

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
export function progressLines(title: string, progress: Progress, { columns, rows, paint }: Canvas): string[] {
  const width = columns - 3;
  const block = [
    titleLine(title, progress, width, paint),
    barLine(progress, width, paint),
    figures(progress, width, paint),
  ];
  if (progress.errors.length > 0) block.push(paint("red", failureLine(progress, width)));
  const slowest = slowestLine(progress, width);
  if (slowest !== undefined) block.push(paint("dim", slowest));
  // Above the hosts stand title, bar, figures, failures, the slowest and a blank line; below them is a row for the cursor.
  const hosts = hostLines(progress.hosts, { rows: Math.max(1, Math.min(10, rows - 7)), width, paint });
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
  const over = progress.done + progress.failed;
  const counts = `${formatCount(over)} of ${formatCount(progress.total)}${progress.growing ? "+" : ""}`;
  const room = width - counts.length - 2;
  if (room < 6) return fit(counts, width);
  return `${bar(progress.total === 0 ? 0 : over / progress.total, room, paint)}  ${counts}`;
}

function figures(progress: Progress, width: number, paint: Paint): string {
  if (progress.phase === "stopping") {
    const waiting = `stopping within 10 s: ${formatPlural(progress.inFlight, "request")} in flight`;
    return paint("yellow", fitParts([waiting, "Ctrl-C again stops at once"], width));
  }
  const left = timeLeft(progress);
  const parts = [`${formatRate(progress.rate)} pages/s`];
  if (left !== undefined) parts.push(`about ${formatRoughDuration(left)} left`);
  if (progress.inFlight > 0) parts.push(`${formatCount(progress.inFlight)} in flight`);
  parts.push(formatSize(progress.bytes));
  return fitParts(parts, width);
}

/** Of this run, as its other figures. */
function failureLine({ errors }: Progress, width: number): string {
  const kinds = errors.map(({ code, count }) => `${formatCount(count)} × ${failureName(code)}`);
  return fit("failed: ", width) + fitParts(kinds, width - "failed: ".length);
}

/** The request that has been under way for longest, once it is worth a look. */
function slowestLine({ slowest }: Progress, width: number): string | undefined {
  if (slowest === undefined || slowest.elapsed < 2000) return undefined;
  const what = `slowest: ${formatRoughDuration(slowest.elapsed)}  `;
  return fit(what, width) + fitMiddle(slowest.url, Math.max(0, width - what.length));
}

/** `3.2`, but `120`: digits that change too quickly to be read say nothing. */
export function formatRate(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : formatCount(perSecond);
}
