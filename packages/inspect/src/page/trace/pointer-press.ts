/** Of a mouse; what touches or points has only this one. */
const MAIN_BUTTON = 0;

/**
 * Whether somebody presses something on the page. A browser gives a click to what was pressed only if it is still there at
 * the release, so a picture that changes by itself stands still in between.
 */
export class PointerPress {
  #held = false;
  #whenReleased: (() => void) | undefined;

  constructor() {
    const press = ({ target, button }: PointerEvent): void => {
      // Nobody is told of a release in a context menu, nor of that of the window's scroll bar, which is its root element.
      if (button === MAIN_BUTTON && target !== document.documentElement) this.#held = true;
    };
    addEventListener("pointerdown", press, { capture: true });
    for (const kind of ["pointerup", "pointercancel", "blur"]) addEventListener(kind, () => this.#release());
    addEventListener("pointermove", ({ buttons }) => buttons === 0 && this.#release());
  }

  get held(): boolean {
    return this.#held;
  }

  /** Does something now, or once after the click of the press; the last that was asked for. */
  afterwards(action: () => void): void {
    if (this.#held) this.#whenReleased = action;
    else action();
  }

  #release(): void {
    if (!this.#held) return;
    this.#held = false;
    const action = this.#whenReleased;
    this.#whenReleased = undefined;
    // The click follows the release at once, before the next frame.
    if (action !== undefined) requestAnimationFrame(action);
  }
}
