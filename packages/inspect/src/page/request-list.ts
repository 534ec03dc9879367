import type { ZoomWindow } from "../shape/zoom-window.ts";
import { RequestLine } from "./request-line.ts";

/** What is looked for. Empty means everything. */
export interface LineFilter {
  /** Words that must all occur. */
  readonly words: readonly string[];
  readonly outcome: string;
  readonly host: string;
  /** The part of the time axis that is looked at. */
  readonly window: ZoomWindow;
}

/** How the lines are ordered. */
export interface LineOrder {
  /** Selector of the cell to go by. */
  readonly cell: string;
  readonly descending: boolean;
}

/** The lines of the request table: which are shown, in which order, and which is chosen. */
export class RequestList {
  readonly #body: HTMLTableSectionElement;
  #lines: RequestLine[];
  #chosen: RequestLine | undefined;

  constructor(body: HTMLTableSectionElement) {
    this.#body = body;
    this.#lines = [...body.rows].map((row) => new RequestLine(row));
  }

  get size(): number {
    return this.#lines.length;
  }

  get chosen(): RequestLine | undefined {
    return this.#chosen;
  }

  /** The line that an element lies in. */
  lineAt(element: Element): RequestLine | undefined {
    const row = element.closest("tr");
    return this.#lines.find((line) => line.element === row);
  }

  /** Shows only what matches; returns how many do. */
  filter(filter: LineFilter): number {
    let shown = 0;
    for (const line of this.#lines) {
      const match = matches(line, filter);
      line.element.hidden = !match;
      if (match) shown++;
    }
    return shown;
  }

  /** Puts the lines in order; what has no figure comes last either way. */
  sort(order: LineOrder): void {
    const keyed = this.#lines.map((line) => ({ line, key: sortKey(line, order.cell) }));
    keyed.sort((a, b) => compare(a.key, b.key, order.descending));
    this.#lines = keyed.map(({ line }) => line);
    this.#body.append(...this.#lines.map((line) => line.element));
  }

  /** Chooses a line, or none. */
  choose(line: RequestLine | undefined): void {
    this.#chosen?.element.removeAttribute("aria-current");
    this.#chosen = line;
    line?.element.setAttribute("aria-current", "true");
    line?.element.scrollIntoView({ block: "nearest" });
  }

  /** The shown line `step` places from the chosen one; without one, the first or the last. */
  neighbour(step: number): RequestLine | undefined {
    const shown = this.#lines.filter((line) => !line.element.hidden);
    const at = shown.findIndex((line) => line === this.#chosen);
    if (at < 0) return step > 0 ? shown[0] : shown.at(-1);
    return shown[Math.min(shown.length - 1, Math.max(0, at + step))];
  }
}

function matches(line: RequestLine, { words, outcome, host, window }: LineFilter): boolean {
  if (host !== "" && line.host !== host) return false;
  if (outcome === "ok" && line.failed) return false;
  if (outcome === "failed" && !line.failed) return false;
  if (outcome === "retried" && !line.retried) return false;
  if (outcome === "redirected" && line.finalUrl === null) return false;
  if (!inSight(line, window)) return false;
  return words.every((word) => line.text.includes(word));
}

/** Zooming in leaves the requests that were in flight then; what never was, is seen with the whole axis only. */
function inSight(line: RequestLine, { from, to }: ZoomWindow): boolean {
  if (to - from >= 1) return true;
  const flight = line.flight;
  return flight !== null && flight.from <= to && flight.to >= from;
}

type SortKey = string | number | null;

function sortKey(line: RequestLine, cell: string): SortKey {
  return cell === ".url" ? line.url : line.number(cell);
}

function compare(a: SortKey, b: SortKey, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = a < b ? -1 : Number(a > b);
  return descending ? -order : order;
}
