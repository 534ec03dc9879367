import { html, type Markup } from "./html.ts";

/** A step curve with its area, stretched to the width it is given. `top` is the value at the upper edge. */
export function areaChart(values: readonly number[], top: number): Markup {
  const height = Math.max(1, top);
  const steps = values.map((value, index) => `V${height - value}H${index + 1}`).join("");
  return html`<svg class="area" viewBox="0 0 ${values.length} ${height}" preserveAspectRatio="none" aria-hidden="true">
    <path d="M0 ${height}${steps}V${height}Z" />
  </svg>`;
}
