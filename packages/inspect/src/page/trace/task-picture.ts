import { criticalPath, type PathStep } from "../../analysis/critical-path.ts";
import type { TaskRecord } from "../../analysis/task-record.ts";
import type { TraceModel } from "../../analysis/trace-model.ts";
import { layeredChart } from "../../drawing/area-chart.ts";
import { activityOf } from "../../lanes/activity.ts";
import { FigureBook } from "../../lanes/lane-figures.ts";
import { laneLine, type LineContext } from "../../lanes/lane-line.ts";
import { laneTree } from "../../lanes/lane-tree.ts";
import type { Lane } from "../../lanes/lane.ts";
import type { TimeFrame } from "../../lanes/time-frame.ts";
import { find } from "../find.ts";
import type { TimeView } from "../time-view.ts";
import { PointerPress } from "./pointer-press.ts";
import { VirtualRows } from "./virtual-rows.ts";
import { drawOverlay } from "./time-overlay.ts";

const MAP_PARTS = 240;

/** The lines of the picture: which there are, which are drawn, and which is chosen. */
export class TaskPicture {
  readonly model: TraceModel;
  readonly view: TimeView;
  readonly figures: FigureBook;
  readonly press: PointerPress = new PointerPress();
  readonly #rows: VirtualRows;
  readonly #map = find("#map", HTMLElement);
  readonly #toggled = new Set<string>();
  #path: ReadonlyMap<number, readonly PathStep[]> = new Map();
  #match: ((record: TaskRecord) => boolean) | undefined;
  #hurtsFirst = false;
  #lanes: readonly Lane[] = [];
  /** The lines as they stand on the screen; `#lanes` may be a frame ahead. */
  #drawn: readonly Lane[] = [];
  #chosen: string | undefined;
  #hovered: Lane | undefined;
  #hoveredAt = 0;
  #drawing = false;

  constructor(model: TraceModel, view: TimeView, table: HTMLTableElement) {
    this.model = model;
    this.view = view;
    this.figures = new FigureBook(model);
    this.#rows = new VirtualRows(table, () => this.redraw());
    view.onResize = () => this.redraw();
  }

  get lanes(): readonly Lane[] {
    return this.#lanes;
  }

  get chosen(): Lane | undefined {
    return this.#lanes.find((lane) => lane.key === this.#chosen);
  }

  /** Tasks on the critical path. */
  get path(): ReadonlyMap<number, readonly PathStep[]> {
    return this.#path;
  }

  /** Takes in what the model has got meanwhile; the axis goes on until a later moment where more is to come. */
  update(until: number = this.model.end): void {
    this.figures.clear();
    this.#path = Map.groupBy(criticalPath(this.model), ({ task }) => task);
    const { start, end } = this.model;
    this.view.axisMs = until - start;
    const whole: TimeFrame = { from: start, to: until, width: MAP_PARTS };
    const { alive, running } = activityOf(this.model.tasks.values(), whole, end, MAP_PARTS);
    const layers = [
      { fill: "alive", values: alive },
      { fill: "computed", values: running },
    ];
    this.#map.querySelector(".area")?.remove();
    this.#map.insertAdjacentHTML("afterbegin", layeredChart(layers, Math.max(...alive)).text);
    this.arrange();
  }

  /** Shows only tasks that match, with those that made them; all of them without a condition. */
  filter(match: ((record: TaskRecord) => boolean) | undefined): void {
    this.#match = match;
    this.arrange();
  }

  /** Shows among siblings first what hurts, or what was made first. */
  order(hurtsFirst: boolean): void {
    this.#hurtsFirst = hurtsFirst;
    this.arrange();
  }

  /** Works out which lines there are. */
  arrange(): void {
    const choice = {
      toggled: this.#toggled,
      hurtsFirst: this.#hurtsFirst,
      ...(this.#match !== undefined && { match: this.#match }),
    };
    this.#lanes = laneTree(this.model, choice);
    this.#rows.count = this.#lanes.length;
    this.redraw();
  }

  /** Folds or unfolds what belongs to a line. */
  toggle(lane: Lane): void {
    if (lane.open === undefined) return;
    if (!this.#toggled.delete(lane.key)) this.#toggled.add(lane.key);
    this.arrange();
  }

  /** Chooses a line; none without one. */
  choose(lane: Lane | undefined): void {
    this.#chosen = lane?.key;
    this.redraw();
  }

  /** Brings the chosen line into sight, where so many pixels at the lower edge are covered. */
  reveal(covered: number): void {
    const index = this.#lanes.findIndex((lane) => lane.key === this.#chosen);
    if (index >= 0) this.#rows.reveal(index, covered);
  }

  /** Unfolds what hides a task, and gives its line. */
  unfold(task: number): Lane | undefined {
    const line = (): Lane | undefined =>
      this.#lanes.find((lane) => lane.kind === "task" && lane.record.view.id === task);
    // Each turn opens one line more on the way to it.
    while (line() === undefined) {
      const makers = this.#makersOf(task);
      const closed = this.#lanes.find((lane) => lane.open === false && hides(lane, makers));
      if (closed === undefined) break;
      this.toggle(closed);
    }
    return line();
  }

  /** The line of an element of the table. */
  laneAt(element: Element): Lane | undefined {
    const index = element.closest<HTMLElement>("tr[data-index]")?.dataset["index"];
    return index === undefined ? undefined : this.#drawn[Number(index)];
  }

  /** The line so many places from the chosen one; without one, the first or the last. */
  neighbour(step: number): Lane | undefined {
    const at = this.#lanes.findIndex((lane) => lane.key === this.#chosen);
    if (at < 0) return step > 0 ? this.#lanes[0] : this.#lanes.at(-1);
    return this.#lanes[Math.min(this.#lanes.length - 1, Math.max(0, at + step))];
  }

  /** Points at a moment of a line: its wake-up is drawn. */
  hover(lane: Lane | undefined, at: number): void {
    if (lane === undefined && this.#hovered === undefined) return;
    this.#hovered = lane;
    this.#hoveredAt = at;
    this.#overlay();
  }

  /** Draws the lines in sight, once before the next frame however often it is asked; not while one of them is pressed. */
  redraw(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.press.afterwards(() => {
        this.#drawing = false;
        this.#draw();
      });
    });
  }

  /** The moment at a place of the screen, on the clock of the run. */
  momentAt(clientX: number): number {
    return this.model.start + this.view.shareAt(clientX) * this.view.axisMs;
  }

  get frame(): TimeFrame {
    const { from, to } = this.view.window;
    const { start } = this.model;
    const { axisMs, column } = this.view;
    return { from: start + from * axisMs, to: start + to * axisMs, width: Math.max(1, column.width) };
  }

  #draw(): void {
    const { model, figures, frame } = this;
    const lanes = this.#lanes;
    this.#drawn = lanes;
    const context: LineContext = { model, figures, frame, end: model.end, path: this.#path, chosen: this.#chosen };
    this.#rows.draw((index) => {
      const lane = lanes[index];
      return lane === undefined ? "" : laneLine(lane, index, context).text;
    });
    this.#overlay();
  }

  #overlay(): void {
    drawOverlay({
      model: this.model,
      frame: this.frame,
      lanes: this.#lanes,
      rows: this.#rows,
      column: this.view.column,
      pointed: this.#hovered ?? this.chosen,
      at: this.#hovered === undefined ? undefined : this.#hoveredAt,
    });
  }

  #makersOf(task: number): Set<TaskRecord> {
    const makers = new Set<TaskRecord>();
    for (let next = this.model.tasks.get(task); next !== undefined && !makers.has(next);) {
      makers.add(next);
      next = this.model.tasks.get(next.view.parent);
    }
    return makers;
  }
}

function hides(lane: Lane, makers: ReadonlySet<TaskRecord>): boolean {
  if (lane.kind === "task") return makers.has(lane.record);
  return lane.kind === "group" && lane.records.some((record) => makers.has(record));
}
