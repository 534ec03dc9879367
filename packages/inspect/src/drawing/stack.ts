import { FILL_SHAPES, type FillId } from "./fill-shape.ts";
import { html, type Markup } from "./html.ts";
import { percent } from "./percent.ts";

/** A part of a whole. */
export interface StackPart {
  readonly fill: FillId;
  readonly amount: number;
}

/** Parts of a whole side by side, each as wide as its share; the figures beside it say the same. */
export function stack(parts: readonly StackPart[]): Markup {
  const total = parts.reduce((sum, { amount }) => sum + amount, 0);
  let from = 0;
  const pieces = parts.map(({ fill, amount }) => {
    const x = from;
    from += total > 0 ? amount / total : 0;
    const { y, height } = FILL_SHAPES[fill];
    return html`<rect class="${fill}" x="${percent(x)}" width="${percent(from - x)}" y="${y}" height="${height}" />`;
  });
  return html`<svg class="stack" aria-hidden="true">${pieces}</svg>`;
}
