import { html, type Markup } from "../drawing/html.ts";

/** The state of a live page, and what one can do about it. */
export function liveBar(): Markup {
  return html`<div class="live" id="live" data-state="connecting">
    <p id="live-state" role="status">Connecting to the program</p>
    <span class="zoom" role="group" aria-label="Picture">
      <button type="button" id="pause" aria-pressed="false">Pause</button>
      <button type="button" id="follow" aria-pressed="true">Follow</button>
      <button type="button" id="again" hidden>Try again</button>
    </span>
    <p id="blocked" class="warning" role="alert" hidden></p>
  </div>`;
}
