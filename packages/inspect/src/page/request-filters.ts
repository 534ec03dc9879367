import { formatCount } from "../shape/format-number.ts";
import { find } from "./find.ts";
import { focusOnSlash } from "./focus-on-slash.ts";
import type { RequestList } from "./request-list.ts";
import type { TimeView } from "./time-view.ts";

/** The search field, the two filters and the part of the time axis: what decides which requests are shown. */
export class RequestFilters {
  readonly #list: RequestList;
  readonly #view: TimeView;
  readonly #search = find("#search", HTMLInputElement);
  readonly #outcome = find("#outcome", HTMLSelectElement);
  readonly #host = find("#host", HTMLSelectElement);

  constructor(list: RequestList, view: TimeView) {
    this.#list = list;
    this.#view = view;
    view.onChange = () => this.apply();
    this.#search.addEventListener("input", () => this.apply());
    this.#outcome.addEventListener("change", () => this.apply());
    this.#host.addEventListener("change", () => this.apply());
    this.#search.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.searchFor("");
    });
    focusOnSlash(this.#search);
  }

  /** Shows one host only. */
  showHost(host: string): void {
    this.#host.value = host;
    this.apply();
  }

  /** Searches for a text. */
  searchFor(text: string): void {
    this.#search.value = text;
    this.apply();
  }

  /** Filters the list by what is set now, and says how many are left. */
  apply(): void {
    const words = this.#search.value
      .toLowerCase()
      .split(/\s+/u)
      .filter((word) => word !== "");
    const shown = this.#list.filter({
      words,
      outcome: this.#outcome.value,
      host: this.#host.value,
      window: this.#view.window,
    });
    const all = shown === this.#list.size;
    find("#matches", HTMLOutputElement).value = all
      ? ""
      : `${formatCount(shown)} of ${formatCount(this.#list.size)} shown`;
    find("#none", HTMLElement).hidden = shown > 0 || all;
  }
}
