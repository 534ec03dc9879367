import type { TaskRecord } from "../../analysis/task-record.ts";
import { verdict } from "../../analysis/verdict.ts";
import { formatCount } from "../../shape/format-number.ts";
import { find } from "../find.ts";
import { focusOnSlash } from "../focus-on-slash.ts";
import type { TaskPicture } from "./task-picture.ts";

/** The search field and the choice of states: what decides which tasks are shown. */
export class TaskFilters {
  readonly #picture: TaskPicture;
  readonly #search = find("#search", HTMLInputElement);
  readonly #state = find("#outcome", HTMLSelectElement);

  constructor(picture: TaskPicture) {
    this.#picture = picture;
    this.#search.addEventListener("input", () => this.apply());
    this.#state.addEventListener("change", () => this.apply());
    this.#search.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.clear();
    });
    focusOnSlash(this.#search);
  }

  /** Shows everything. */
  clear(): void {
    this.#search.value = "";
    this.#state.value = "";
    this.apply();
  }

  /** Filters by what is set now, and says how many tasks match. */
  apply(): void {
    const words = this.#search.value.toLowerCase().split(/\s+/u);
    const wanted = words.filter((word) => word !== "");
    const state = this.#state.value;
    const all = wanted.length === 0 && state === "";
    let matching = 0;
    for (const record of all ? [] : this.#picture.model.tasks.values())
      if (this.#matches(record, wanted, state)) matching++;
    this.#picture.filter(all ? undefined : (record) => this.#matches(record, wanted, state));
    const total = this.#picture.model.tasks.size;
    find("#matches", HTMLOutputElement).value = all ? "" : `${formatCount(matching)} of ${formatCount(total)} match`;
    find("#none", HTMLElement).hidden = all || matching > 0;
  }

  #matches(record: TaskRecord, words: readonly string[], state: string): boolean {
    return this.#inState(record, state) && words.every((word) => mentions(record, word));
  }

  #inState(record: TaskRecord, state: string): boolean {
    if (state === "") return true;
    if (state === "alive") return record.view.state !== "done";
    if (state === "path") return this.#picture.path.has(record.view.id);
    if (state === "failed" || state === "cancelled") return record.view.outcome === state;
    return verdict(this.#picture.figures.of(record)) === state;
  }
}

/** Whether a word occurs in the name, the error, a wait or a request of a task. */
function mentions({ view, slices, calls }: TaskRecord, word: string): boolean {
  const has = (text: string): boolean => text.toLowerCase().includes(word);
  if (has(view.name) || has(view.error ?? "")) return true;
  return slices.some(({ waits }) => waits.some(has)) || calls.some(({ url, error = "" }) => has(url) || has(error));
}
