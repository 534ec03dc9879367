import { html, type Content, type Markup } from "./html.ts";

/** Keys and gestures, for those who look for them; hidden until the script that knows them is there. */
export function keyHelp(keys: readonly (readonly [keys: string, meaning: string])[], more: Content): Markup {
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
    <p>${more}</p>
  </details>`;
}
