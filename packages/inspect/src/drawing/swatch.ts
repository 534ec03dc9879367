import { FILL_SHAPES, type FillId } from "./fill-shape.ts";
import { html, type Markup } from "./html.ts";

/** A small sample of a fill, for legends. */
export function swatch(fill: FillId): Markup {
  const { y, height } = FILL_SHAPES[fill];
  return html`<svg class="swatch" width="22" height="22" aria-hidden="true">
    <rect class="${fill}" width="22" y="${y}" height="${height}" />
  </svg>`;
}
