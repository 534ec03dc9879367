import type { CollectView } from "./collect-view.ts";

/** Nothing but what went wrong. */
export function quietView(write: (text: string) => void): CollectView {
  return {
    interval: 60_000,
    update: () => {},
    page: () => {},
    note: () => {},
    problem: (message) => write(`${message}\n`),
    finish(_progress, { failures }) {
      for (const { url, reason } of failures) write(`${reason}  ${url}\n`);
    },
    abandon: () => {},
  };
}
