import type { TraceModel } from "../../analysis/trace-model.ts";
import type { Markup } from "../../drawing/html.ts";
import { laneDetail } from "../../lanes/lane-detail.ts";
import type { Lane } from "../../lanes/lane.ts";
import { formatCount } from "../../shape/format-number.ts";
import type { ZoomWindow } from "../../shape/zoom-window.ts";
import { find } from "../find.ts";
import { enableListKeys } from "../list-keys.ts";
import { TimeView } from "../time-view.ts";
import { enableZoomButtons } from "../zoom-buttons.ts";
import { enableGestures } from "../zoom-gestures.ts";
import { enableLaneTooltip } from "./lane-tooltip.ts";
import { TaskFilters } from "./task-filters.ts";
import { TaskOrder } from "./task-order.ts";
import { TaskPicture } from "./task-picture.ts";

/** A microsecond of a thousand seconds; nothing is stretched, so one may look as closely as numbers go. */
const CLOSEST_TIME = 1e-9;
/** Room left and right of what is zoomed to. */
const MARGIN = 0.15;

/** The picture with all that one can do with it; the same for a recording and for a program that runs. */
export class TaskPage {
  readonly picture: TaskPicture;
  readonly view: TimeView;
  readonly filters: TaskFilters;
  /** What else the panel of a chosen line offers. */
  controls: (lane: Lane) => Markup | null = () => null;
  readonly #order: TaskOrder;
  readonly #model: TraceModel;
  readonly #detail = find("#detail", HTMLElement);
  readonly #pane = find("#pane", HTMLElement);

  constructor(model: TraceModel) {
    const table = find("#waterfall", HTMLTableElement);
    this.#model = model;
    table.hidden = false;
    find("#plain", HTMLElement).hidden = true;
    this.view = new TimeView(table, { closest: CLOSEST_TIME });
    this.picture = new TaskPicture(model, this.view, table);
    this.filters = new TaskFilters(this.picture);
    this.#order = new TaskOrder(this.picture);
    this.view.onChange = () => this.picture.redraw();
    this.#enable();
  }

  /** Takes in what the model has got meanwhile. */
  update(): void {
    this.picture.update();
    const { tasks, folded } = this.#model;
    const old = folded > 0 ? ` and ${formatCount(folded)} older ones folded away` : "";
    find("#count", HTMLElement).textContent = `${formatCount(tasks.size)}${old}`;
    // Not while somebody is at it: their buttons would be taken away from under them.
    if (!this.#detail.contains(document.activeElement)) this.showDetail();
  }

  /** The same while the rest of a recording, which goes on until then, is still being read. */
  updateSoFar(until: number): void {
    this.picture.update(until);
    find("#count", HTMLElement).textContent = `${formatCount(this.#model.tasks.size)} so far`;
  }

  /** Chooses a line, or none. */
  choose(lane: Lane | undefined): void {
    this.picture.choose(lane);
    this.showDetail();
    this.picture.reveal(this.#detail.offsetHeight);
  }

  /** Shows what there is to know about the chosen line. */
  showDetail(): void {
    const lane = this.picture.chosen;
    this.#detail.hidden = lane === undefined;
    if (lane === undefined) return;
    this.#detail.innerHTML = laneDetail(lane, this.#model, this.picture.figures, this.controls(lane)).text;
  }

  /** Begins again with another recording. */
  reset(): void {
    this.choose(undefined);
  }

  /** Shows a task and a stretch of time, whatever hid them. */
  showTask(task: number, from: number, to: number): void {
    this.filters.clear();
    this.#showTime(from, to);
    this.choose(this.picture.unfold(task));
    this.#pane.focus({ preventScroll: true });
  }

  #enable(): void {
    const { picture, view } = this;
    this.#pane.addEventListener("click", ({ target }) => {
      const lane = target instanceof Element ? picture.laneAt(target) : undefined;
      if (!(target instanceof Element) || lane === undefined) return;
      if (target.closest(".fold") !== null) {
        this.#pane.focus({ preventScroll: true });
        picture.toggle(lane);
      } else this.choose(lane);
    });
    this.#detail.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest(".close") !== null) this.choose(undefined);
    });
    enableZoomButtons(view);
    enableGestures(this.#pane, view);
    enableLaneTooltip(this.#pane, picture);
    enableListKeys(this.#pane, view, {
      flight: () => this.#flight(),
      move: (step) => this.choose(picture.neighbour(step)),
      clear: () => this.choose(undefined),
      more: {
        Enter: () => this.#toggleChosen(),
        " ": () => this.#toggleChosen(),
        z: () => this.#zoomToChosen(),
        s: () => this.#order.toggle(),
      },
    });
    document.addEventListener("click", ({ target }) => {
      const place = target instanceof Element ? target.closest<HTMLElement>("button.show") : null;
      const { task, from, to } = place?.closest<HTMLElement>("[data-task]")?.dataset ?? {};
      if (task !== undefined) this.showTask(Number(task), Number(from), Number(to));
    });
    for (const hidden of document.querySelectorAll<HTMLElement>("#tools, #keys")) hidden.hidden = false;
  }

  #toggleChosen(): void {
    const lane = this.picture.chosen;
    if (lane !== undefined) this.picture.toggle(lane);
  }

  #zoomToChosen(): void {
    const flight = this.#life();
    if (flight !== null) this.#showTime(flight.from, flight.to);
  }

  #showTime(from: number, to: number): void {
    const { start } = this.#model;
    const margin = Math.max((to - from) * MARGIN, 0.05);
    const scale = 1 / Math.max(1e-9, this.view.axisMs);
    this.view.zoomTo(Math.max(0, from - margin - start) * scale, Math.min(1, (to + margin - start) * scale));
  }

  /** The chosen line's life on the clock of the run. */
  #life(): ZoomWindow | null {
    const lane = this.picture.chosen;
    if (lane === undefined) return null;
    const { end } = this.#model;
    if (lane.kind === "task") return { from: lane.record.view.createdAt, to: lane.record.view.endedAt ?? end };
    if (lane.kind === "call") return { from: lane.call.from, to: lane.call.to ?? end };
    const lives = lane.records.map(({ view }) => view);
    const from = lives.reduce((least, life) => Math.min(least, life.createdAt), Infinity);
    return lives.length === 0
      ? null
      : { from, to: lives.reduce((most, life) => Math.max(most, life.endedAt ?? end), from) };
  }

  /** The same as shares of the axis. */
  #flight(): ZoomWindow | null {
    const life = this.#life();
    if (life === null || !(this.view.axisMs > 0)) return null;
    const { start } = this.#model;
    return { from: (life.from - start) / this.view.axisMs, to: (life.to - start) / this.view.axisMs };
  }
}
