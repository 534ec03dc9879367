import type { CollectView } from "./collect-view.ts";

/** Nothing but what went wrong. */
export function quietView(write: (text: string) => void): CollectView {
  return {
    interval: 60_000,
    update: () => {},
    page(page) {
      if (page.error !== null) write(`${page.url}: ${page.error.message}\n`);
    },
    note: () => {},
    problem: (message) => write(`${message}\n`),
    finish: () => {},
    abandon: () => {},
  };
}
