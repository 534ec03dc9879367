import { html, type Markup } from "./html.ts";

/** A step curve with its area, stretched to the width it is given. `top` is the value at the upper edge. */
export function areaChart(values: readonly number[], top: number): Markup {
  return layeredChart([{ fill: "", values }], top);
}

/** One of several curves in a chart; `fill` is its class. */
export interface Layer {
  readonly fill: string;
  readonly values: readonly number[];
}

/** Step curves with their areas one before the other, all of the same number of values. */
export function layeredChart(layers: readonly Layer[], top: number): Markup {
  const height = Math.max(1, top);
  const width = layers[0]?.values.length ?? 0;
  return html`<svg class="area" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
    ${layers.map(({ fill, values }) => html`<path class="${fill}" d="${outline(values, height)}" />`)}
  </svg>`;
}

function outline(values: readonly number[], height: number): string {
  const steps = values.map((value, index) => `V${round(height - value)}H${index + 1}`).join("");
  return `M0 ${height}${steps}V${height}Z`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
