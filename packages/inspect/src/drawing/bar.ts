import { FILL_SHAPES, type FillId } from "./fill-shape.ts";
import { html, type Markup } from "./html.ts";
import { percent } from "./percent.ts";

/** A stretch of a bar; lengths are shares of the axis that is shown, 0 to 1. */
export interface BarPiece {
  readonly fill: FillId;
  readonly x: number;
  readonly width: number;
  /** Written inside, where it fits; the caller sees to that. */
  readonly label?: string;
}

/** A moment of a bar that deserves attention, such as a cancellation. */
export interface BarMark {
  readonly x: number;
  readonly kind: "cancel";
}

/** One line of a picture of time: a request, or the life of a task. */
export interface Bar {
  readonly pieces: readonly BarPiece[];
  /** Gets an outline: what was in flight. */
  readonly outline?: { readonly x: number; readonly width: number };
  /** Gets a line under it: what decided how long everything took. */
  readonly underlines?: readonly { readonly x: number; readonly width: number }[];
  readonly marks?: readonly BarMark[];
  /** Written beside the bar. */
  readonly note?: {
    readonly text: string;
    readonly bad: boolean;
    readonly x: number;
    readonly anchor: "start" | "end";
  };
}

/** Draws a bar; `words` says the same to those who do not see it. */
export function drawBar({ pieces, outline, underlines = [], marks = [], note }: Bar, words: string): Markup {
  return html`<svg class="bar" role="img" aria-label="${words}">
    ${pieces.map(shape)}${
      outline &&
      html`<rect class="outline" x="${percent(outline.x)}" width="${percent(outline.width)}" y="5" height="12" />`
    }${underlines.map(
      ({ x, width }) => html`<rect class="underline" x="${percent(x)}" width="${percent(width)}" y="19" height="2" />`,
    )}${pieces.map(label)}${marks.map(({ x, kind }) => html`<rect class="mark-${kind}" x="${percent(x)}" width="2" y="2" height="18" />`)}${
      note &&
      html`<text
        class="${note.bad ? "bad" : "mark"}"
        x="${percent(note.x)}"
        dx="${note.anchor === "start" ? 5 : -5}"
        y="15"
        text-anchor="${note.anchor}"
        >${note.text}</text
      >`
    }
  </svg>`;
}

function shape({ fill, x, width }: BarPiece): Markup {
  const { y, height } = FILL_SHAPES[fill];
  return html`<rect class="${fill}" x="${percent(x)}" width="${percent(width)}" y="${y}" height="${height}" />`;
}

/** Over all shapes: what a wait was for is to be read on the phases of its request too. */
function label({ fill, x, label: words }: BarPiece): Markup | null {
  if (words === undefined) return null;
  return html`<text class="in ${fill}" x="${percent(x)}" dx="4" y="15">${words}</text>`;
}
