import { find } from "../find.ts";
import type { TaskPicture } from "./task-picture.ts";

/** The choice of what stands first among the tasks that one task has made. */
export class TaskOrder {
  readonly #picture: TaskPicture;
  readonly #choice = find("#order", HTMLSelectElement);

  constructor(picture: TaskPicture) {
    this.#picture = picture;
    this.#choice.addEventListener("change", () => this.#apply());
  }

  /** From one order to the other. */
  toggle(): void {
    this.#choice.selectedIndex = 1 - this.#choice.selectedIndex;
    this.#apply();
  }

  #apply(): void {
    this.#picture.order(this.#choice.value === "hurts");
  }
}
