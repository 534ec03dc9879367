import type { CollectView } from "./collect-view.ts";

/**
 * One JSON object a line, told apart by `event`: `page` for each URL finished, `progress` once a second, `problem`
 * for what went wrong besides, `stopping` after the first Ctrl-C, and `end` as the last, or `error` where an error ended the
 * run (`tellAsJson`). Times are milliseconds, sizes bytes.
 */
export function jsonView(write: (text: string) => void): CollectView {
  const emit = (event: string, fields: object): void =>
    write(`${JSON.stringify({ event, ...fields }, shortFigures)}\n`);
  return {
    interval: 1000,
    update: (progress) => emit("progress", progress),
    page({ url, finalUrl, status, error, attempts, timings }, bytes) {
      emit("page", { url, finalUrl, status, bytes, error, attempts, timings });
    },
    stopping: () => emit("stopping", {}),
    problem: (message) => emit("problem", { message }),
    finish: ({ summary, failed, sequential, exitCode }) =>
      emit("end", { ...summary, failedInRun: failed, sequential, exitCode }),
    cut: () => {}, // `stopping` was the last event; a process that is killed says no more either
    abandon: () => {},
  };
}

/** Nobody needs times to the nanosecond. */
function shortFigures(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Math.round(value * 1000) / 1000 : value;
}
