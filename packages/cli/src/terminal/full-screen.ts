import { Screen, type ScreenTarget } from "./screen.ts";

const enter = "\u001B[?1049h\u001B[?25l\u001B[H";
const leave = "\u001B[?25h\u001B[?1049l";
const wipe = "\u001B[2J\u001B[H";

/** The whole terminal for a while, without a cursor; what was there before comes back at the end. */
export class FullScreen implements Disposable {
  readonly #target: ScreenTarget;
  readonly #screen: Screen;

  constructor(target: ScreenTarget) {
    this.#target = target;
    this.#screen = new Screen(target);
    target.write(enter);
  }

  /** Replaces the picture; fewer lines than the terminal has rows. */
  draw(lines: readonly string[]): void {
    this.#screen.draw(lines);
  }

  /** After the window has another size nothing stands where it did. */
  wipe(): void {
    this.#screen.keep();
    this.#target.write(wipe);
  }

  [Symbol.dispose](): void {
    this.#target.write(leave);
  }
}
