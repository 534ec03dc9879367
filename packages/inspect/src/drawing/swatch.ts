import type { PhaseId } from "../shape/phases.ts";
import { html, type Markup } from "./html.ts";
import { PHASE_SHAPES } from "./phase-shape.ts";

/** A small sample of a phase's fill, for legends. */
export function swatch(phase: PhaseId): Markup {
  const { y, height } = PHASE_SHAPES[phase];
  return html`<svg class="swatch" width="22" height="22" aria-hidden="true">
    <rect class="${phase}" width="22" y="${y}" height="${height}" />
  </svg>`;
}
