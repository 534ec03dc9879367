import type { CollectView } from "./collect-view.ts";
import type { Progress } from "./progress.ts";

/**
 * One JSON object a line, told apart by `event`: `page` for each URL finished, `progress` once a second, `note` and
 * `problem` for messages, and `end` as the last. Times are milliseconds, sizes bytes.
 */
export function jsonView(write: (text: string) => void): CollectView {
  const emit = (event: string, fields: object): void => write(`${JSON.stringify({ event, ...fields })}\n`);
  return {
    interval: 1000,
    update: (progress) => emit("progress", roundedFields(progress)),
    page: (page) => emit("page", page),
    note: (message) => emit("note", { message }),
    problem: (message) => emit("problem", { message }),
    finish(progress, summary, exitCode) {
      emit("progress", roundedFields(progress));
      emit("end", { exitCode, ...summary, elapsed: Math.round(summary.elapsed) });
    },
    abandon: () => {},
  };
}

function roundedFields(progress: Progress): object {
  return { ...progress, elapsed: Math.round(progress.elapsed), perSecond: Math.round(progress.perSecond * 10) / 10 };
}
