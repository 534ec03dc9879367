import { html, type Markup } from "./html.ts";
import { percent } from "./percent.ts";

/** A horizontal bar that fills `share` (0 to 1) of its cell; the figure beside it says the same in digits. */
export function meter(share: number, kind: string): Markup {
  return html`<svg class="meter" aria-hidden="true">
    <rect class="${kind}" width="${percent(Math.min(1, Math.max(0, share)))}" height="100%" />
  </svg>`;
}
