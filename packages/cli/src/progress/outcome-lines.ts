import type { Summary } from "@baedal/collect";
import { fitMiddle } from "../terminal/fit.ts";
import type { Paint } from "../terminal/paint.ts";
import { shellQuoted } from "../terminal/shell-quoted.ts";
import { formatCount, formatPlural, formatSize } from "../units/format-amount.ts";
import { formatDuration } from "../units/format-duration.ts";
import { formatRate } from "./progress-lines.ts";

/** A URL that failed for good in this run. */
export interface FailedUrl {
  readonly url: string;
  /** What was wrong, in a few words. */
  readonly reason: string;
}

/** What a run came to. */
export interface Outcome {
  readonly summary: Summary;
  /** Failed in this run. */
  readonly failed: number;
  /** The first of them; more may have failed. */
  readonly failures: readonly FailedUrl[];
  readonly directory: string;
  /** Milliseconds that one request at a time took, where that was measured. */
  readonly sequential: number | undefined;
  /** What the command ends with. */
  readonly exitCode: number;
}

/** Why a run ended before everything was collected. */
const endings: Readonly<Record<Exclude<Summary["ending"], "done">, string>> = {
  stopped: "stopped",
  "max-pages": "stopped by --max-pages",
  "max-bytes": "stopped by --max-bytes",
  "max-time": "stopped by --max-time",
};

/** How much of an outcome is shown, and how. */
export interface OutcomeCanvas {
  /** Width in characters. */
  readonly columns: number;
  /** Failed URLs listed one by one. */
  readonly failures: number;
  readonly paint: Paint;
}

/** The lines that say what came of a run. */
export function outcomeLines(outcome: Outcome, canvas: OutcomeCanvas): string[] {
  return [
    headline(outcome, canvas.paint),
    ...comparisonLines(outcome),
    ...failureLines(outcome, canvas),
    ...restLines(outcome),
    ...nextSteps(outcome),
  ];
}

function headline({ summary, failed }: Outcome, paint: Paint): string {
  const fetched = summary.finished - failed;
  const earlier = summary.done + summary.failed - summary.finished;
  const perSecond = summary.elapsed > 0 ? (fetched / summary.elapsed) * 1000 : 0;
  const figures = `${formatRate(perSecond)} pages/s, ${formatSize(summary.bytes)}`;
  const already = earlier > 0 ? `; ${formatCount(earlier)} were there already` : "";
  const stopped = summary.ending === "done" ? "" : `${endings[summary.ending]}; `;
  return `${paint("bold", `${stopped}collected ${formatPlural(fetched, "page")} in ${formatDuration(summary.elapsed)}`)} (${figures})${already}`;
}

function comparisonLines({ summary, sequential }: Outcome): string[] {
  if (sequential === undefined) return [];
  const ratio = (sequential / summary.elapsed).toFixed(1);
  return [`one request at a time took ${formatDuration(sequential)}: ${ratio} times as long`];
}

function failureLines(
  { failed, failures, directory }: Outcome,
  { columns, failures: most, paint }: OutcomeCanvas,
): string[] {
  if (failed === 0) return [];
  const shown = failures.slice(0, most);
  const width = Math.max(0, ...shown.map(({ reason }) => reason.length));
  const room = Math.max(20, columns - width - 5);
  const lines = shown.map(({ url, reason }) => `  ${paint("red", reason.padEnd(width))}  ${fitMiddle(url, room)}`);
  if (failed > shown.length) {
    lines.push(`  … and ${formatCount(failed - shown.length)} more: baedal status ${shellQuoted(directory)} --failed`);
  }
  return [paint("red", `${formatPlural(failed, "URL")} failed:`), ...lines];
}

function restLines({ summary, failed }: Outcome): string[] {
  const lines: string[] = [];
  const before = summary.failed - failed;
  if (before > 0)
    lines.push(`${formatPlural(before, "URL")} had failed in earlier runs: --retry-failed tries them again`);
  if (summary.badLines > 0) lines.push(`${formatPlural(summary.badLines, "line")} of a list skipped, being no URL`);
  if (summary.badSitemaps > 0) lines.push(`${formatPlural(summary.badSitemaps, "sitemap")} could not be read`);
  if (summary.queued > 0) lines.push(`${formatPlural(summary.queued, "URL")} left: the same command goes on with them`);
  return lines;
}

function nextSteps({ summary, directory }: Outcome): string[] {
  if (summary.done + summary.failed === 0) return [];
  const quoted = shellQuoted(directory);
  return [`  baedal export ${quoted} --format jsonl`, `  baedal report ${quoted}`];
}
