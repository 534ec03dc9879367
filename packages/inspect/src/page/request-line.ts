import type { ZoomWindow } from "../shape/zoom-window.ts";
import { find } from "./find.ts";

/** One request of the table, read from its cells: the table is the only copy of the data. */
export class RequestLine {
  readonly element: HTMLTableRowElement;
  #text: string | undefined;

  constructor(element: HTMLTableRowElement) {
    this.element = element;
  }

  /** As asked for; the line itself shows it decoded. */
  get url(): string {
    return this.#line.title;
  }

  get finalUrl(): string | null {
    return this.element.querySelector<HTMLElement>(".final")?.title ?? null;
  }

  get message(): string | null {
    return this.element.querySelector(".message")?.textContent ?? null;
  }

  get host(): string {
    return this.element.dataset["host"] ?? "";
  }

  get failed(): boolean {
    return this.element.classList.contains("failed");
  }

  get retried(): boolean {
    return (this.number(".tries") ?? 0) > 1;
  }

  /** The part of the time axis in which it was in flight, as shares; `null` if it never was. */
  get flight(): ZoomWindow | null {
    const outline = this.element.querySelector(".outline");
    if (outline === null) return null;
    const [from, width] = ["x", "width"].map((name) => Number.parseFloat(outline.getAttribute(name) ?? "") / 100);
    return { from: from ?? 0, to: (from ?? 0) + (width ?? 0) };
  }

  /** What a search looks at, in lower case: URLs as they came and as they read. */
  get text(): string {
    this.#text ??= [this.url, this.finalUrl, this.#line.textContent, this.message, this.figure(".status")]
      .join(" ")
      .toLowerCase();
    return this.#text;
  }

  /** The text of a cell. */
  figure(cell: string): string {
    return this.element.querySelector(cell)?.textContent?.trim() ?? "";
  }

  /** The number in a cell, `null` where there is none. */
  number(cell: string): number | null {
    const digits = this.figure(cell).replace(/[^\d.]/gu, "");
    return digits === "" ? null : Number(digits);
  }

  /** The phases it went through, as written in its columns. */
  phases(): readonly string[] {
    return [...this.element.querySelectorAll(".phase")].map((cell) => cell.textContent);
  }

  get #line(): HTMLElement {
    return find(".line", HTMLElement, this.element);
  }
}
