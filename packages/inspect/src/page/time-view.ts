import { tickLabel, ticks, tickStep } from "../shape/ticks.ts";
import { CLOSEST, panBy, WHOLE, zoomBy, zoomTo, type ZoomWindow } from "../shape/zoom-window.ts";
import { find } from "./find.ts";

const TICK_DISTANCE = 76;

/** How the bars follow the view. */
export interface BarMotion {
  /** Selector of bars that are as wide as the whole axis, and are moved and stretched all at once; else they are drawn anew. */
  readonly stretched?: string;
  /** The smallest share of the axis that can be looked at. @default CLOSEST, which stretched bars can bear */
  readonly closest?: number;
}

/** The visible part of the time axis: its labels, its grid and its place in the overview. */
export class TimeView {
  readonly #bars: CSSStyleDeclaration | undefined;
  readonly #grid: CSSStyleDeclaration;
  readonly #closest: number;
  #axisMs: number;
  readonly #head: HTMLElement;
  readonly #axis: SVGSVGElement;
  readonly #mark: HTMLElement;
  #window = WHOLE;
  /** Called after the part that is shown has changed. */
  onChange: () => void = () => {};
  /** Called after the column has got another width. */
  onResize: () => void = () => {};

  constructor(table: HTMLTableElement, { stretched, closest = CLOSEST }: BarMotion = {}) {
    // Rules of a sheet, not custom properties of the table: those are inherited, and 90,000 nodes would be styled anew.
    const sheet = new CSSStyleSheet();
    this.#bars = stretched === undefined ? undefined : addRule(sheet, stretched);
    this.#closest = closest;
    this.#grid = addRule(sheet, ".requests tbody .wf");
    document.adoptedStyleSheets.push(sheet);
    this.#axisMs = Number(table.dataset["axisMs"] ?? 0);
    this.#head = find("thead .wf", HTMLElement, table);
    this.#axis = find(".axis", SVGSVGElement, table);
    this.#mark = document.createElement("div");
    this.#mark.className = "map-window";
    this.#mark.hidden = true;
    find("#map", HTMLElement).append(this.#mark);
    new ResizeObserver(() => {
      this.#drawTicks();
      this.onResize();
    }).observe(this.#head);
  }

  get window(): ZoomWindow {
    return this.#window;
  }

  /** Left edge and width of the waterfall column on the screen. */
  get column(): DOMRect {
    return this.#head.getBoundingClientRect();
  }

  /** The share of the whole axis at a place of the screen. */
  shareAt(clientX: number): number {
    const { left, width } = this.column;
    const { from, to } = this.#window;
    return from + ((clientX - left) / Math.max(1, width)) * (to - from);
  }

  /** Length of the whole axis in milliseconds. */
  get axisMs(): number {
    return this.#axisMs;
  }

  /** The axis has grown, as on a live page. */
  set axisMs(milliseconds: number) {
    this.#axisMs = milliseconds;
    this.#drawTicks();
  }

  /** Shows from `a` to `b`, shares of the axis in any order. */
  zoomTo(a: number, b: number): void {
    this.show(zoomTo(a, b, this.#closest));
  }

  /** Zooms in (`factor` > 1) or out and keeps a place where it stands, the middle by default. */
  zoomBy(factor: number, focus: number = (this.#window.from + this.#window.to) / 2): void {
    this.show(zoomBy(this.#window, factor, focus, this.#closest));
  }

  /** Moves along by a share of what is seen. */
  pan(share: number): void {
    this.show(panBy(this.#window, share));
  }

  /** Shows a part of the axis. */
  show(window: ZoomWindow): void {
    this.#window = window;
    const span = window.to - window.from;
    if (this.#bars !== undefined) {
      this.#bars.width = `${100 / span}%`;
      this.#bars.left = `${(-100 * window.from) / span}%`;
    }
    this.#mark.hidden = span >= 1;
    this.#mark.style.left = `${window.from * 100}%`;
    this.#mark.style.width = `${span * 100}%`;
    this.#drawTicks();
    this.onChange();
  }

  #drawTicks(): void {
    const { from, to } = this.#window;
    const width = this.column.width;
    if (!(this.#axisMs > 0) || width === 0) return;
    const [start, span] = [from * this.#axisMs, (to - from) * this.#axisMs];
    const step = tickStep(span, Math.max(1, Math.floor(width / TICK_DISTANCE)));
    this.#grid.backgroundSize = `${(step / span) * width}px 100%`;
    this.#grid.backgroundPositionX = `${(-(start % step) / span) * width}px`;
    const labels = ticks(start, start + span, step).map((at) => ({
      x: ((at - start) / span) * width,
      label: tickLabel(at, step),
    }));
    this.#axis.replaceChildren(...labels.filter(({ x }) => x < width - TICK_DISTANCE / 2).map(textAt));
  }
}

function addRule(sheet: CSSStyleSheet, selector: string): CSSStyleDeclaration {
  const rule = sheet.cssRules[sheet.insertRule(`${selector} {}`)];
  if (rule instanceof CSSStyleRule) return rule.style;
  throw new TypeError(`Not the selector of a style rule: ${selector}`);
}

function textAt({ x, label }: { x: number; label: string }): SVGTextElement {
  const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
  text.setAttribute("x", String(x + 4));
  text.setAttribute("y", "12");
  text.textContent = label;
  return text;
}
