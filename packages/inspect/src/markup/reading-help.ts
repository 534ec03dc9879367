import { html, type Markup } from "./html.ts";

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
  return html`<details class="keys" id="keys" hidden>
    <summary>Keys</summary>
    <dl>
      ${keys.map(
        ([key, meaning]) =>
          html`<div>
            <dt>${key.split(" ").map((part) => html`<kbd>${part}</kbd>`)}</dt>
            <dd>${meaning}</dd>
          </div>`,
      )}
    </dl>
    <p>
      They work while the list of requests has the focus; <kbd>/</kbd> works everywhere. Drag over the waterfall or its
      overview to zoom in; with <kbd>Ctrl</kbd> held, so does the wheel. A double click shows the whole run again. A
      part of the run shows the requests that were in flight then.
    </p>
  </details>`;
}
