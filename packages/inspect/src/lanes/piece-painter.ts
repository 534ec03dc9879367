import type { BarPiece } from "../drawing/bar.ts";
import type { FillId } from "../drawing/fill-shape.ts";
import { visibleText } from "../shape/visible-text.ts";
import { clip, type TimeFrame } from "./time-frame.ts";

/** What is narrower than this many pixels is not drawn by itself. */
const LEAST = 1.5;
/** Several such together become one piece of this width, in the fill that takes most of it. */
const TOGETHER = 3;
/** Pixels that a letter takes, and those beside a label. */
const LETTER = 6.2;
const ROOM = 8;
const LEAST_LETTERS = 4;

/**
 * Turns stretches of time, in order, into pieces of a bar: as many as can be seen, however many there are. A lone moment
 * between long stretches stays visible as a line of a pixel; where moments crowd, each few pixels show what took most of
 * them.
 */
export class PiecePainter {
  readonly pieces: BarPiece[] = [];
  readonly #frame: TimeFrame;
  readonly #crowd = new Map<FillId, number>();
  #crowdX = 0;
  #crowdWidth = 0;

  constructor(frame: TimeFrame) {
    this.#frame = frame;
  }

  /** The next stretch; of its labels, each shorter than the one before, the first that fits is written. */
  paint(fill: FillId, from: number, to: number, ...labels: readonly string[]): void {
    const place = clip(this.#frame, from, to);
    if (place === undefined) return;
    const pixels = place.width * this.#frame.width;
    if (pixels < LEAST) return this.#crowdIn(fill, place.x, place.width);
    this.flush();
    const whole = labels.find((label) => label.length * LETTER + ROOM <= pixels);
    const text = fitted(whole ?? labels.at(-1) ?? "", pixels);
    this.pieces.push({ fill, ...place, ...(text !== "" && { label: text }) });
  }

  /** Ends a crowd; to be called after the last stretch. */
  flush(): void {
    if (this.#crowd.size === 0) return;
    let [most, share]: [FillId, number] = ["running", -1];
    for (const [fill, width] of this.#crowd) if (width > share) [most, share] = [fill, width];
    const width = Math.max(this.#crowdWidth, 1 / Math.max(1, this.#frame.width));
    const last = this.pieces.at(-1);
    // A crowd that goes on in the same fill stays one piece.
    const joins = last !== undefined && last.fill === most && last.label === undefined;
    if (joins && Math.abs(last.x + last.width - this.#crowdX) * this.#frame.width < LEAST) {
      this.pieces[this.pieces.length - 1] = { ...last, width: this.#crowdX + width - last.x };
    } else this.pieces.push({ fill: most, x: this.#crowdX, width });
    this.#crowd.clear();
  }

  #crowdIn(fill: FillId, x: number, width: number): void {
    if (this.#crowd.size > 0 && (x - this.#crowdX) * this.#frame.width > TOGETHER) this.flush();
    if (this.#crowd.size === 0) this.#crowdX = x;
    this.#crowd.set(fill, (this.#crowd.get(fill) ?? 0) + width);
    this.#crowdWidth = x + width - this.#crowdX;
    if (this.#crowdWidth * this.#frame.width >= TOGETHER) this.flush();
  }
}

/** As much of a text as fits into so many pixels; nothing where that would say nothing. */
export function fitted(text: string, pixels: number): string {
  const letters = Math.floor((pixels - ROOM) / LETTER);
  if (letters < LEAST_LETTERS) return "";
  const visible = visibleText(text.length > 400 ? `${text.slice(0, 400)} …` : text);
  if (visible.length <= letters) return visible;
  return `${visible
    .slice(0, letters - 1)
    .toWellFormed()
    .trimEnd()}…`;
}
