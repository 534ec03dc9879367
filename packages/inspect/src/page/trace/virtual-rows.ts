import { formatCount } from "../../shape/format-number.ts";
import { find } from "../find.ts";

/** Rows drawn beyond either edge of the window. */
const SPARE = 8;
/** Height of a row before one has been measured. */
const USUAL_HEIGHT = 23;
/** Rows kept in sight around a revealed one. */
const CONTEXT = 2;
/** Rows on paper, some thirty pages; of the others it says how many they are. */
const MOST_PRINTED = 1000;

/**
 * The rows of a table that are in sight; of the others there is only their height, so there may be any number. On paper all of
 * them are in sight, up to a bound.
 */
export class VirtualRows {
  readonly #table: HTMLTableElement;
  readonly #body: HTMLTableSectionElement;
  readonly #above: HTMLTableRowElement = spacer();
  readonly #below: HTMLTableRowElement = spacer();
  #count = 0;
  #height = USUAL_HEIGHT;
  #first = 0;
  #last = 0;
  #row: (index: number) => string = () => "";
  #isPrinting = false;

  /** `scrolled` is called when other rows have come into sight. */
  constructor(table: HTMLTableElement, scrolled: () => void) {
    this.#table = table;
    this.#body = find("tbody", HTMLTableSectionElement, table);
    const look = (): void => {
      const [first, last] = this.#inSight();
      if (first < this.#first || last > this.#last) scrolled();
    };
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", scrolled);
    // Before the paper is laid out. The second is told where print is only shown, as by tools of developers.
    addEventListener("beforeprint", () => this.#print(true));
    addEventListener("afterprint", () => this.#print(false));
    matchMedia("print").addEventListener("change", ({ matches }) => this.#print(matches));
  }

  set count(count: number) {
    this.#count = count;
    this.#table.setAttribute("aria-rowcount", String(count + 1));
  }

  /** Draws the rows in sight. */
  draw(row: (index: number) => string): void {
    this.#row = row;
    const [first, last] = this.#isPrinting ? [0, MOST_PRINTED - SPARE] : this.#inSight();
    this.#first = Math.max(0, first - SPARE);
    this.#last = Math.min(this.#count, last + SPARE);
    let text = "";
    for (let index = this.#first; index < this.#last; index++) text += row(index);
    this.#body.innerHTML = text;
    setHeight(this.#above, this.#first * this.#height);
    setHeight(this.#below, (this.#count - this.#last) * this.#height);
    this.#body.prepend(this.#above);
    this.#body.append(this.#below);
    if (this.#isPrinting) this.#sayRest();
    else this.#measure(row);
  }

  #print(on: boolean): void {
    if (this.#isPrinting === on) return;
    this.#isPrinting = on;
    this.#below.cells[0]?.replaceChildren();
    this.draw(this.#row);
  }

  /** In place of the height of what is not printed. */
  #sayRest(): void {
    const rest = this.#count - this.#last;
    if (rest === 0) return;
    this.#below.style.height = "";
    this.#below.cells[0]?.replaceChildren(`and ${formatCount(rest)} more lines, which are not printed`);
  }

  /** Scrolls, as far as needed, so that a row is clear of the head of the table and of what covers the lower edge. */
  reveal(index: number, covered: number): void {
    const top = this.#top() + index * this.#height;
    const head = this.#table.tHead?.offsetHeight ?? 0;
    const missing = top - head - CONTEXT * this.#height;
    const surplus = top + (1 + CONTEXT) * this.#height - (innerHeight - covered);
    if (missing < 0) scrollBy({ top: missing });
    else if (surplus > 0) scrollBy({ top: Math.min(surplus, missing) });
  }

  /** The middle of a row, in pixels below the first row; also of one that is not drawn. */
  middleOf(index: number): number {
    return (index + 0.5) * this.#height;
  }

  /** The rows that are drawn, from one to before the other, in pixels below the first row. */
  get drawn(): { readonly top: number; readonly bottom: number } {
    return { top: this.#first * this.#height, bottom: this.#last * this.#height };
  }

  /** Top of the first row within the pane. */
  get offset(): number {
    return this.#body.offsetTop;
  }

  #measure(row: (index: number) => string): void {
    const height = this.#body.rows[1]?.getBoundingClientRect().height ?? 0;
    if (this.#count === 0 || height === 0 || Math.abs(height - this.#height) < 0.01) return;
    this.#height = height;
    this.draw(row);
  }

  #inSight(): [first: number, last: number] {
    const above = -this.#top();
    const first = Math.min(this.#count, Math.max(0, Math.floor(above / this.#height)));
    return [first, Math.min(this.#count, Math.max(first, Math.ceil((above + innerHeight) / this.#height)))];
  }

  #top(): number {
    return this.#body.getBoundingClientRect().top;
  }
}

/** With one cell: one over all columns would make more of them, where some are hidden. */
function spacer(): HTMLTableRowElement {
  const row = document.createElement("tr");
  row.setAttribute("aria-hidden", "true");
  row.className = "spacer";
  row.insertCell();
  return row;
}

function setHeight(row: HTMLTableRowElement, height: number): void {
  row.hidden = height === 0;
  row.style.height = `${height}px`;
}
