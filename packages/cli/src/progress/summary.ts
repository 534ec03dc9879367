import { fitMiddle } from "../terminal/fit.ts";
import type { Paint } from "../terminal/paint.ts";
import { formatCount, formatPlural, formatSize } from "../units/format-amount.ts";
import { formatDuration } from "../units/format-duration.ts";
import { formatRate } from "./progress-lines.ts";

/** A URL that failed for good. */
export interface FailedUrl {
  readonly url: string;
  /** What was wrong, in a few words. */
  readonly reason: string;
}

/** What a collection came to. */
export interface Summary {
  /** Milliseconds. */
  readonly elapsed: number;
  /** Finished in this run without failing. */
  readonly fetched: number;
  readonly failed: number;
  /** Finished by earlier runs on the same store. */
  readonly earlier: number;
  /** Still queued. */
  readonly left: number;
  /** Lines of the lists that are no URL. */
  readonly badLines: number;
  readonly bytes: number;
  /** The first failures; more may have happened. */
  readonly failures: readonly FailedUrl[];
  /** Why the run ended before its queue was empty. */
  readonly stoppedBy?: string;
  readonly directory: string;
}

/** The lines that say what came of a run. */
export function summaryLines(summary: Summary, columns: number, paint: Paint): string[] {
  return [
    headline(summary, paint),
    ...failureLines(summary, columns, paint),
    ...restLines(summary),
    ...(summary.fetched + summary.earlier + summary.failed > 0 ? nextSteps(summary) : []),
  ];
}

function headline(summary: Summary, paint: Paint): string {
  const perSecond = summary.elapsed > 0 ? (summary.fetched / summary.elapsed) * 1000 : 0;
  const pages = formatPlural(summary.fetched, "page");
  const earlier = summary.earlier > 0 ? `; ${formatCount(summary.earlier)} were there already` : "";
  const figures = `${formatRate(perSecond)} pages/s, ${formatSize(summary.bytes)}`;
  return `${paint("bold", `collected ${pages} in ${formatDuration(summary.elapsed)}`)} (${figures})${earlier}`;
}

function failureLines(summary: Summary, columns: number, paint: Paint): string[] {
  if (summary.failed === 0) return [];
  const width = Math.max(...summary.failures.map(({ reason }) => reason.length), 0);
  const lines = summary.failures.map(
    ({ url, reason }) =>
      `  ${paint("red", reason.padEnd(width))}  ${fitMiddle(url, Math.max(20, columns - width - 5))}`,
  );
  const hidden = summary.failed - summary.failures.length;
  if (hidden > 0) lines.push(`  … and ${formatCount(hidden)} more`);
  return [paint("red", `${formatPlural(summary.failed, "URL")} failed`), ...lines];
}

function restLines(summary: Summary): string[] {
  const lines: string[] = [];
  if (summary.badLines > 0) lines.push(`${formatPlural(summary.badLines, "line")} of the list skipped: no URL`);
  if (summary.stoppedBy !== undefined) {
    lines.push(
      `stopped by ${summary.stoppedBy} with ${formatPlural(summary.left, "URL")} left: the same command goes on from there`,
    );
  }
  return lines;
}

function nextSteps({ directory }: Summary): string[] {
  const quoted = shellQuoted(directory);
  return [
    `  baedal export ${quoted} --format jsonl   the pages, one JSON object a line`,
    `  baedal report ${quoted}                  where the time went, as a web page`,
  ];
}

/** A path as it can be pasted into a shell. */
export function shellQuoted(path: string): string {
  return /^[\w./:@%+=-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
