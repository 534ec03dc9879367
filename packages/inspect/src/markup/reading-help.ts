import { html, type Markup } from "../drawing/html.ts";
import { keyHelp } from "../drawing/key-help.ts";

/** Keys and gestures, for those who look for them. */
export function readingHelp(): Markup {
  const keys = [
    ["/", "search"],
    ["Up Down", "choose a request"],
    ["Home End", "first, last"],
    ["+ -", "zoom in, out"],
    ["Left Right", "move along the time axis"],
    ["0", "fit the whole run"],
    ["Esc", "close, clear"],
  ] as const;
  return keyHelp(
    keys,
    html`They work while the list of requests has the focus; <kbd>/</kbd> works everywhere. Drag over the waterfall or
      its overview to zoom in; with <kbd>Ctrl</kbd> held, so does the wheel. A double click shows the whole run again. A
      part of the run shows the requests that were in flight then.`,
  );
}
