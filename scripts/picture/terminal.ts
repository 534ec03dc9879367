/** How a character looks. */
export interface Look {
  readonly bold: boolean;
  readonly dim: boolean;
  /** One of the eight colours by its ANSI number; undefined for the terminal's own. */
  readonly colour: number | undefined;
}

/** A place on the terminal. The second place of a wide character holds an empty text. */
export interface Cell {
  readonly text: string;
  readonly look: Look;
}

const plain: Look = { bold: false, dim: false, colour: undefined };
const blank: Cell = { text: " ", look: plain };
// Hangul, kana, ideographs and full-width forms take two places.
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/;
const token = /\u001b\[(?<parameters>[\d;?]*)(?<command>[A-Za-z])|[^]/gu;

/** As much of a terminal as a command-line program needs: text, colours, and a block of lines that is redrawn. */
export class Terminal {
  readonly #columns: number;
  readonly #rows: Cell[][] = [[]];
  #row = 0;
  #column = 0;
  #look = plain;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** What stands on it: the rows down to the last that is not empty. */
  get rows(): readonly (readonly Cell[])[] {
    return this.#rows.slice(0, this.#rows.findLastIndex((row) => row.some(({ text }) => text.trim() !== "")) + 1);
  }

  /** Takes what a program wrote. Escape sequences have to be whole. */
  write(output: string): void {
    for (const { 0: text, groups } of output.matchAll(token)) {
      const command = groups?.["command"];
      if (command === undefined) this.#put(text);
      else this.#obey(command, groups?.["parameters"] ?? "");
    }
  }

  #put(text: string): void {
    if (text === "\n") return this.#moveTo(this.#row + 1, this.#column);
    if (text === "\r") return this.#moveTo(this.#row, 0);
    if (text < " ") return;
    const width = wide.test(text) ? 2 : 1;
    if (this.#column + width > this.#columns) this.#moveTo(this.#row + 1, 0);
    const cells = [
      { text, look: this.#look },
      { text: "", look: this.#look },
    ].slice(0, width);
    const row = this.#rows[this.#row] ?? [];
    while (row.length < this.#column) row.push(blank);
    row.splice(this.#column, width, ...cells);
    this.#column += width;
  }

  /** Sequences that change nothing visible, such as the frame marks of synchronised output, are passed over. */
  #obey(command: string, parameters: string): void {
    const count = Number.parseInt(parameters, 10);
    if (command === "m") this.#paint(parameters);
    else if (command === "A") this.#moveTo(Math.max(0, this.#row - (count || 1)), this.#column);
    else if (command === "G") this.#moveTo(this.#row, (count || 1) - 1);
    else if (command === "K" || command === "J") this.#erase(command === "J", count || 0);
  }

  /** Only what lies after the cursor (0), or the whole line (2 K). */
  #erase(below: boolean, which: number): void {
    if (which === 2 && !below) this.#rows[this.#row] = [];
    else this.#rows[this.#row]?.splice(this.#column);
    if (below) this.#rows.splice(this.#row + 1);
  }

  #moveTo(row: number, column: number): void {
    this.#row = row;
    this.#column = column;
    while (this.#rows.length <= row) this.#rows.push([]);
  }

  #paint(parameters: string): void {
    for (const code of parameters.split(";").map(Number)) this.#look = painted(this.#look, code);
  }
}

function painted(look: Look, code: number): Look {
  if (code === 0) return plain;
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 39) return { ...look, colour: undefined };
  return code >= 30 && code <= 37 ? { ...look, colour: code - 30 } : look;
}
