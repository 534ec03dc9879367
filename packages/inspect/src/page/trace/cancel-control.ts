import { html, type Markup } from "../../drawing/html.ts";
import type { Lane } from "../../lanes/lane.ts";
import { find } from "../find.ts";

/** Asks the program to cancel a task, after asking the user. */
export class CancelControl {
  /** The task that the user is asked about, or that an answer is there for. */
  #task = 0;
  #words = "";

  /** The panel of the chosen task; its buttons are these. */
  constructor(refresh: () => void) {
    find("#detail", HTMLElement).addEventListener("click", ({ target }) => {
      const pressed = target instanceof Element ? target.closest<HTMLElement>("[data-cancel]") : null;
      if (pressed === null) return;
      const task = Number(pressed.dataset["task"]);
      const step = pressed.dataset["cancel"];
      this.#task = step === "no" ? 0 : task;
      this.#words = "";
      if (step === "yes") this.#send(task, refresh);
      refresh();
      document.querySelector<HTMLElement>("#detail [data-cancel]")?.focus();
    });
  }

  /** What the panel shows for a line. */
  readonly controls = (lane: Lane): Markup | null => {
    if (lane.kind !== "task" || lane.record.view.state === "done") return null;
    const { id } = lane.record.view;
    if (this.#task !== id) return html`<p class="cancel">${button("ask", id, "Cancel this task")}</p>`;
    if (this.#words !== "") return html`<p class="cancel" role="status">${this.#words}</p>`;
    return html`<p class="cancel">
      Cancel it in the running program? ${button("yes", id, "Yes, cancel it")} ${button("no", id, "No, leave it")}
    </p>`;
  };

  #send(task: number, refresh: () => void): void {
    this.#words = "Asking the program";
    const request = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ task }),
    };
    const answered = async (): Promise<void> => {
      const answer = await fetch(`cancel${location.search}`, request);
      this.#words = answer.ok
        ? "The program was asked to cancel it"
        : `Not cancelled: ${(await answer.text()).slice(0, 300)}`;
      refresh();
    };
    answered().catch(() => {
      this.#words = "Not cancelled: the program cannot be reached";
      refresh();
    });
  }
}

function button(step: "ask" | "yes" | "no", task: number, words: string): Markup {
  return html`<button type="button" data-cancel="${step}" data-task="${task}">${words}</button>`;
}
