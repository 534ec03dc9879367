import type { Markup } from "../drawing/html.ts";

const DISTANCE = 14;

/** A small box beside the pointer. What it says also stands elsewhere, for those without a pointer. */
export class Tooltip {
  readonly #box: HTMLElement = document.createElement("div");

  constructor() {
    this.#box.className = "tip";
    this.#box.setAttribute("aria-hidden", "true");
    this.hide();
    document.body.append(this.#box);
  }

  /** Shows something, or hides the box where there is nothing to say. */
  show(content: Markup | readonly Node[] | null, pointer: PointerEvent): void {
    const empty = content === null || ("length" in content && content.length === 0);
    this.#box.hidden = empty;
    if (empty) return;
    if ("length" in content) this.#box.replaceChildren(...content);
    else this.#box.innerHTML = content.text;
    this.#place(pointer);
  }

  hide(): void {
    this.#box.hidden = true;
  }

  #place({ clientX, clientY }: PointerEvent): void {
    const box = this.#box;
    const right = clientX + DISTANCE + box.offsetWidth < innerWidth;
    const below = clientY + DISTANCE + box.offsetHeight < innerHeight;
    box.style.left = `${Math.max(0, right ? clientX + DISTANCE : clientX - DISTANCE - box.offsetWidth)}px`;
    box.style.top = `${below ? clientY + DISTANCE : clientY - DISTANCE - box.offsetHeight}px`;
  }
}
