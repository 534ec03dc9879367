import { sliceAt, type Slice } from "../../analysis/slice.ts";
import type { TraceModel } from "../../analysis/trace-model.ts";
import { html, type Markup } from "../../drawing/html.ts";
import type { Lane } from "../../lanes/lane.ts";
import { clip, shareOf, type TimeFrame } from "../../lanes/time-frame.ts";
import { find } from "../find.ts";
import type { VirtualRows } from "./virtual-rows.ts";

/** What lies over the lines: where the loop stood still, and who woke whom. */
export interface OverlayParts {
  readonly model: TraceModel;
  readonly frame: TimeFrame;
  readonly lanes: readonly Lane[];
  readonly rows: VirtualRows;
  readonly column: DOMRect;
  /** The line whose wake-ups are drawn. */
  readonly pointed: Lane | undefined;
  /** The moment pointed at; without one all wake-ups of the line are drawn. */
  readonly at: number | undefined;
}

/** Wake-ups drawn of one line at most. */
const MOST_EDGES = 200;

/** Draws it anew, as large as the rows that are drawn. */
export function drawOverlay(parts: OverlayParts): void {
  const { rows, column, frame } = parts;
  const overlay = find("#overlay", SVGSVGElement);
  const pane = find("#pane", HTMLElement).getBoundingClientRect();
  const { top, bottom } = rows.drawn;
  overlay.style.left = `${column.left - pane.left}px`;
  overlay.style.width = `${column.width}px`;
  overlay.style.top = `${rows.offset + top}px`;
  overlay.style.height = `${Math.max(0, bottom - top)}px`;
  const bands = parts.model.blocked.flatMap((event) => clip(frame, event.at, event.at + event.duration) ?? []);
  overlay.innerHTML = html`${bands.map(
    ({ x, width }) =>
      html`<rect class="blocked" x="${x * 100}%" width="${Math.max(width, 1 / frame.width) * 100}%" height="100%" />`,
  )}${edges(parts)}`.text;
}

/** From the line of who woke to the line of who was woken. */
function edges({ model, frame, lanes, rows, pointed, at }: OverlayParts): Markup[] {
  if (pointed?.kind !== "task") return [];
  const places = new Map<number, number>();
  lanes.forEach((lane, index) => {
    if (lane.kind === "task") places.set(lane.record.view.id, index);
    // A folded task is where its group is.
    else if (lane.kind === "group" && lane.open === false) {
      for (const { view } of lane.records) places.set(view.id, index);
    }
  });
  const to = lanes.indexOf(pointed);
  return wakes(pointed.record.slices, frame, at).flatMap((slice) => {
    const from = places.get(slice.wokenBy ?? 0);
    if (from === undefined || from === to || !model.tasks.has(slice.wokenBy ?? 0)) return [];
    return edge(
      shareOf(frame, slice.to ?? 0),
      rows.middleOf(from) - rows.drawn.top,
      rows.middleOf(to) - rows.drawn.top,
    );
  });
}

/** Those of the moment pointed at, or all that are in sight. */
function wakes(slices: readonly Slice[], frame: TimeFrame, at: number | undefined): Slice[] {
  const woken = (slice: Slice | undefined): slice is Slice => slice?.to !== undefined && (slice.wokenBy ?? 0) > 0;
  const first = sliceAt(slices, at ?? frame.from);
  if (at !== undefined) {
    // While it runs, what it was woken from right before.
    return [slices[first]?.state === "running" ? slices[first - 1] : slices[first]].filter(woken);
  }
  const found: Slice[] = [];
  for (let place = first; place < slices.length && found.length < MOST_EDGES; place++) {
    const slice = slices[place];
    if (slice === undefined || (slice.to ?? Infinity) > frame.to) break;
    if (woken(slice)) found.push(slice);
  }
  return found;
}

function edge(share: number, from: number, to: number): Markup[] {
  if (share < 0 || share > 1) return [];
  const x = `${(share * 100).toFixed(3)}%`;
  // The head stands just short of the bar it points to.
  const tip = to > from ? to - 7 : to + 7;
  return [
    html`<line class="edge" x1="${x}" x2="${x}" y1="${from}" y2="${tip}" /><circle
        class="edge"
        cx="${x}"
        cy="${from}"
        r="3"
      /><svg class="head" x="${x}" y="${tip}">
        <path class="edge" d="${to > from ? "M-4 -6L0 0L4 -6Z" : "M-4 6L0 0L4 6Z"}" />
      </svg>`,
  ];
}
