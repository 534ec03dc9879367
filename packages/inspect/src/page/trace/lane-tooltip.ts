import { sliceAt, sliceEnd } from "../../analysis/slice.ts";
import { html, type Markup } from "../../drawing/html.ts";
import { swatch } from "../../drawing/swatch.ts";
import { nameOf } from "../../lanes/lane-detail.ts";
import type { Lane } from "../../lanes/lane.ts";
import { fillOf } from "../../lanes/task-bar.ts";
import { formatDuration } from "../../shape/format-duration.ts";
import { PHASES } from "../../shape/phases.ts";
import { visibleText } from "../../shape/visible-text.ts";
import { Tooltip } from "../tooltip.ts";
import type { TaskPicture } from "./task-picture.ts";

/** Says what a task did at the moment under the pointer. The panel of the chosen task says the same for all of them. */
export function enableLaneTooltip(pane: HTMLElement, picture: TaskPicture): void {
  const tooltip = new Tooltip();
  pane.addEventListener("pointermove", (event) => {
    const cell = event.target instanceof Element ? event.target.closest("tbody .wf") : null;
    const lane = cell === null ? undefined : picture.laneAt(cell);
    const at = picture.momentAt(event.clientX);
    picture.hover(lane, at);
    tooltip.show(lane === undefined ? null : wordsAt(lane, at, picture), event);
  });
  pane.addEventListener("pointerleave", () => {
    tooltip.hide();
    picture.hover(undefined, 0);
  });
}

function wordsAt(lane: Lane, at: number, { model }: TaskPicture): Markup | null {
  if (lane.kind === "group") return null;
  if (lane.kind === "call") {
    const phase = lane.call.phases.find(({ from, to }) => from <= at && at <= to);
    const label = PHASES.find(({ id }) => id === phase?.phase)?.label;
    if (phase === undefined || label === undefined) return null;
    return html`${swatch(phase.phase)}${label} <b>${formatDuration(phase.to - phase.from)}</b>`;
  }
  const { slices } = lane.record;
  const slice = slices[sliceAt(slices, at)];
  if (slice === undefined || slice.from > at || at > sliceEnd(slice, model.end)) return null;
  const what = slice.state === "waiting" ? visibleText(slice.waits.join(" · "), 160) : slice.state;
  const woken = (slice.wokenBy ?? 0) > 0 ? html`<br />woken by ${nameOf(slice.wokenBy ?? 0, model)}` : null;
  return html`${swatch(fillOf(slice))}${what}
    <b>${formatDuration(sliceEnd(slice, model.end) - slice.from)}</b>${woken}`;
}
