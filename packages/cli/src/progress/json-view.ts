import type { CollectView } from "./collect-view.ts";

/**
 * One JSON object a line, told apart by `event`: `page` for each URL finished, `progress` once a second, `note` and
 * `problem` for messages, and `end` as the last. Times are milliseconds, sizes bytes.
 */
export function jsonView(write: (text: string) => void): CollectView {
  const emit = (event: string, fields: object): void => write(`${JSON.stringify({ event, ...fields })}\n`);
  return {
    interval: 1000,
    update: (progress) => emit("progress", progress),
    page({ url, finalUrl, status, error, attempts, timings }, bytes) {
      emit("page", { url, finalUrl, status, bytes, error, attempts, timings });
    },
    note: (message) => emit("note", { message }),
    problem: (message) => emit("problem", { message }),
    finish: ({ summary, failed, exitCode }) => emit("end", { ...summary, failedInRun: failed, exitCode }),
    abandon: () => {},
  };
}
