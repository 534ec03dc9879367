import { html, type Markup } from "./html.ts";

/** One of the figures at the top of a report. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly bad?: boolean;
}

/** The row of figures at the top. */
export function figureRow(figures: readonly Figure[]): Markup {
  return html`<dl class="figures">
    ${figures.map(
      ({ label, value, note, bad }) =>
        html`<div class="${bad === true ? "bad" : ""}">
          <dt>${label}</dt>
          <dd>${value}<small>${note}</small></dd>
        </div>`,
    )}
  </dl>`;
}
