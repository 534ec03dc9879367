import type { Progress } from "@baedal/collect";
import { plainPaint } from "../terminal/paint.ts";
import { formatCount } from "../units/format-amount.ts";
import { formatRoughDuration } from "../units/format-duration.ts";
import type { CollectView } from "./collect-view.ts";
import { outcomeLines } from "./outcome-lines.ts";
import { formatRate } from "./progress-lines.ts";
import { timeLeft } from "./time-left.ts";

/** A line now and then, for logs and pipes. */
export function plainView(write: (text: string) => void): CollectView {
  const line = (text: string): void => write(`${text}\n`);
  return {
    interval: 5000,
    update: (progress) => line(plainLine(progress)),
    page: () => {},
    stopping: () =>
      line("stopping: nothing new is started, requests in flight have 10 s; a second signal stops at once"),
    problem: line,
    finish: (outcome) =>
      line(outcomeLines(outcome, { columns: Infinity, failures: 100, paint: plainPaint }).join("\n")),
    cut: line,
    abandon: () => {},
  };
}

/** `402 of 1,000 pages, 98 pages/s, 3 failed, about 6 s left`. */
export function plainLine(progress: Progress): string {
  const left = timeLeft(progress);
  const over = formatCount(progress.done + progress.failed);
  const parts = [`${over} of ${formatCount(progress.total)} pages`, `${formatRate(progress.rate)} pages/s`];
  if (progress.failed > 0) parts.push(`${formatCount(progress.failed)} failed`);
  if (left !== undefined) parts.push(`about ${formatRoughDuration(left)} left`);
  return parts.join(", ");
}
