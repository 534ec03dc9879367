import type { CollectView } from "./collect-view.ts";
import { failureLine } from "./failure-name.ts";

/** Nothing but what went wrong. */
export function quietView(write: (text: string) => void): CollectView {
  return {
    interval: 60_000,
    update: () => {},
    page(page) {
      if (page.error !== null) write(`${failureLine(page.url, page.error)}\n`);
    },
    stopping: () => {},
    problem: (message) => write(`${message}\n`),
    finish: () => {},
    cut: () => {},
    abandon: () => {},
  };
}
