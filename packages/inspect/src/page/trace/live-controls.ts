import { find } from "../find.ts";

/** How a live page stands. */
export type LiveStanding = "connecting" | "live" | "paused" | "lost" | "ended";

/** The line that says how the page stands, and its buttons. */
export class LiveControls {
  readonly #bar = find("#live", HTMLElement);
  readonly #state = find("#live-state", HTMLElement);
  readonly #blocked = find("#blocked", HTMLElement);
  readonly #pause = find("#pause", HTMLButtonElement);
  readonly #follow = find("#follow", HTMLButtonElement);
  readonly #again = find("#again", HTMLButtonElement);

  /** Called when a button is pressed. */
  enable(actions: {
    readonly pause: (on: boolean) => void;
    readonly follow: (on: boolean) => void;
    readonly again: () => void;
  }): void {
    toggles(this.#pause, actions.pause);
    toggles(this.#follow, actions.follow);
    this.#again.addEventListener("click", actions.again);
  }

  /** Says how the page stands; screen readers say it too. */
  show(standing: LiveStanding, words: string): void {
    this.#bar.dataset["state"] = standing;
    if (this.#state.textContent !== words) this.#state.textContent = words;
    this.#pause.disabled = standing === "ended";
    this.#follow.disabled = standing === "ended";
    this.#again.hidden = standing !== "ended";
  }

  /** Whether the picture keeps up with the time. */
  set following(on: boolean) {
    this.#follow.setAttribute("aria-pressed", String(on));
  }

  /** For how long the loop has stood still; nothing for 0. */
  showBlocked(words: string): void {
    this.#blocked.hidden = words === "";
    if (this.#blocked.textContent !== words) this.#blocked.textContent = words;
  }
}

function toggles(button: HTMLButtonElement, act: (on: boolean) => void): void {
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    act(on);
  });
}
