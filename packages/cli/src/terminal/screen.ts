import { stripVTControlCharacters } from "node:util";

const escape = "\u001b[";
const eraseToEnd = `${escape}0J`;
const eraseLine = `${escape}0K`;
// Terminals that know synchronised output show a frame at once; the others ignore both marks.
const beginFrame = `${escape}?2026h`;
const endFrame = `${escape}?2026l`;

/** What the screen needs of a terminal. */
export interface ScreenTarget {
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * One block of lines at the bottom of a terminal that is redrawn in place, with messages scrolling away above it.
 *
 * Each frame is a single write that overwrites old lines instead of clearing them first: clearing is what flickers.
 */
export class Screen {
  readonly #target: ScreenTarget;
  /** The lines that stand on the terminal now; the cursor is at the start of the row below the last one. */
  #drawn: readonly string[] = [];

  constructor(target: ScreenTarget) {
    this.#target = target;
  }

  /** Replaces the block. */
  draw(lines: readonly string[]): void {
    this.#target.write(
      beginFrame + this.#toTop() + lines.map((line) => `${line}${eraseLine}\n`).join("") + eraseToEnd + endFrame,
    );
    this.#drawn = lines;
  }

  /** Writes lines that stay, above the block. */
  print(text: string): void {
    const block = this.#drawn.map((line) => `${line}${eraseLine}\n`).join("");
    this.#target.write(`${beginFrame}${this.#toTop()}${eraseToEnd}${text}\n${block}${endFrame}`);
  }

  /** Takes the block away. */
  clear(): void {
    if (this.#drawn.length > 0) this.#target.write(this.#toTop() + eraseToEnd);
    this.#drawn = [];
  }

  /** Leaves the block where it is and starts a new one below it. */
  keep(): void {
    this.#drawn = [];
  }

  /** A window made narrower since has wrapped the old lines into more rows. */
  #toTop(): string {
    const columns = this.#target.columns ?? 80;
    const rows = this.#drawn.reduce((sum, line) => sum + rowsOf(line, columns), 0);
    return rows === 0 ? "" : `${escape}${rows}A\r`;
  }
}

function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns));
}
