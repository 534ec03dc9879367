import type { TaskRecord } from "../analysis/task-record.ts";
import type { TraceModel } from "../analysis/trace-model.ts";
import { WAIT_LABELS, type WaitKind } from "../analysis/wait-kind.ts";
import { layeredChart } from "../drawing/area-chart.ts";
import { drawBar } from "../drawing/bar.ts";
import { html, type Markup } from "../drawing/html.ts";
import { formatCount, formatMilliseconds } from "../shape/format-number.ts";
import { readableUrl } from "../shape/readable-url.ts";
import { visibleText } from "../shape/visible-text.ts";
import { activityOf } from "./activity.ts";
import type { FigureBook, LaneFigures } from "./lane-figures.ts";
import type { CallLane, GroupLane, Lane, TaskLane } from "./lane.ts";
import { callBar, taskBar, type BarContext } from "./task-bar.ts";

/** What lines need to know beside their own. */
export interface LineContext extends BarContext {
  readonly model: TraceModel;
  readonly figures: FigureBook;
  /** Key of the chosen line. */
  readonly chosen: string | undefined;
}

/** Deeper lines are not moved in any further. */
const DEEPEST = 12;
const BOUNDS = { "CPU-bound": "CPU", "I/O-bound": "I/O", "waits for tasks": "tasks", brief: "–" } as const;
const KINDS: readonly WaitKind[] = ["http", "timer", "outside", "turn", "tasks"];
/** Pixels a part of a folded line's curve. */
const PART = 3;

/** One line of the table: its figures, and its bar. `index` is its place among all lines, from 0. */
export function laneLine(lane: Lane, index: number, context: LineContext): Markup {
  const chosen = lane.key === context.chosen;
  return html`<tr
    class="${lane.kind}${isBad(lane) ? " failed" : ""}"
    data-index="${index}"
    aria-rowindex="${index + 2}"
    ${chosen && html`aria-current="true"`}
  >
    ${nameCell(lane)}${figureCells(lane, context)}
    <td class="wf">${bar(lane, context)}</td>
  </tr>`;
}

/** The name of what a line shows. */
export function laneName(lane: Lane): string {
  if (lane.kind === "task") return lane.record.view.name;
  if (lane.kind === "call") return `${lane.call.method} ${readableUrl(lane.call.url)}`;
  return `× ${formatCount(lane.records.length + lane.calls.length)} ${lane.name}`;
}

function nameCell(lane: Lane): Markup {
  const name = visibleText(laneName(lane), 300);
  const depth = Math.min(DEEPEST, lane.depth);
  return html`<th scope="row" class="url">
    <div class="line depth-${depth}" title="${name}">${fold(lane, name)}<bdi class="name">${name}</bdi></div>
  </th>`;
}

/** Not in the order of tabs: the keys of the list do the same. */
function fold({ open }: Lane, name: string): Markup {
  if (open === undefined) return html`<span class="fold"></span>`;
  return html`<button
    type="button"
    class="fold"
    tabindex="-1"
    aria-expanded="${open ? "true" : "false"}"
    aria-label="What belongs to ${name}"
  ></button>`;
}

function figureCells(lane: Lane, context: LineContext): Markup {
  if (lane.kind === "call") return callCells(lane, context);
  const records = lane.kind === "task" ? [lane.record] : lane.records;
  if (records.length === 0) return callGroupCells(lane as GroupLane, context); // a group of calls
  const figures = context.figures.sum(records);
  return html`<td class="status">${lane.kind === "task" ? stateOf(lane) : groupState(records)}</td>
    ${cells(figures, context)}`;
}

function cells(figures: LaneFigures, { model }: LineContext): Markup {
  const { start, life, computed, unseen, waits, waited } = figures;
  return html`<td class="${figures.verdict === "CPU-bound" ? "bound cpu" : "bound"}">${BOUNDS[figures.verdict]}</td>
    <td class="n start">${formatMilliseconds(start < model.start ? null : start - model.start)}</td>
    <td class="n time">${formatMilliseconds(life)}</td>
    <td class="n busy">${formatMilliseconds(computed)}</td>
    ${KINDS.map((kind) => html`<td class="n phase">${formatMilliseconds(waited.get(kind) ?? null)}</td>`)}
    <td class="n phase">${formatMilliseconds(unseen > 0 ? unseen : null)}</td>
    <td class="n phase">${formatCount(waits)}</td>`;
}

function callCells({ call }: CallLane, { model, end }: LineContext): Markup {
  const life = (call.to ?? end) - call.from;
  const state = call.error === undefined ? (call.status ?? (call.to === undefined ? "going on" : "done")) : "failed";
  return html`<td class="status">${state}</td>
    <td class="bound">I/O</td>
    <td class="n start">${formatMilliseconds(call.from - model.start)}</td>
    <td class="n time">${formatMilliseconds(life)}</td>
    <td class="n busy">–</td>
    <td class="n phase">${formatMilliseconds(life)}</td>
    ${Array.from({ length: 6 }, () => html`<td class="n phase">–</td>`)}`;
}

function callGroupCells({ calls }: GroupLane, { model, end }: LineContext): Markup {
  const life = calls.reduce((sum, call) => sum + (call.to ?? end) - call.from, 0);
  const failed = calls.filter(({ error }) => error !== undefined).length;
  return html`<td class="status">${failed > 0 && `${formatCount(failed)} failed`}</td>
    <td class="bound">I/O</td>
    <td class="n start">${formatMilliseconds((calls[0]?.from ?? 0) - model.start)}</td>
    <td class="n time">${formatMilliseconds(life)}</td>
    <td class="n busy">–</td>
    <td class="n phase">${formatMilliseconds(life)}</td>
    ${Array.from({ length: 6 }, () => html`<td class="n phase">–</td>`)}`;
}

function stateOf({ record: { view, cancellations } }: TaskLane): string {
  if (view.state !== "done") return cancellations.length > 0 ? "stopping" : view.state;
  return view.outcome ?? "ended";
}

function groupState(records: readonly TaskRecord[]): string {
  const failed = records.filter(({ view }) => view.outcome === "failed").length;
  const alive = records.filter(({ view }) => view.state !== "done").length;
  if (failed > 0) return `${formatCount(failed)} failed`;
  return alive > 0 ? `${formatCount(alive)} alive` : "done";
}

function isBad(lane: Lane): boolean {
  if (lane.kind === "task") return lane.record.view.outcome === "failed";
  if (lane.kind === "call") return lane.call.error !== undefined;
  return lane.records.some(({ view }) => view.outcome === "failed");
}

function bar(lane: Lane, context: LineContext): Markup {
  if (lane.kind === "task") return drawBar(taskBar(lane.record, context), wordsOf(lane, context));
  if (lane.kind === "call") return drawBar(callBar(lane.call, context), callWords(lane, context));
  return groupChart(lane, context);
}

/** How many were alive, and how many of them went on, over the part of the axis that is shown. */
function groupChart({ records, calls }: GroupLane, { frame, end }: LineContext): Markup {
  const parts = Math.max(1, Math.min(1000, Math.floor(frame.width / PART)));
  const { alive, running } = records.length > 0 ? activityOf(records, frame, end, parts) : callActivity(calls, end);
  const layers = [
    { fill: records.length > 0 ? "alive" : "firstByte", values: alive },
    { fill: "computed", values: running },
  ];
  const top = Math.max(...alive);
  return html`<div class="crowd">${layeredChart(layers, top)}</div>
    <span class="crowd-top">${top >= 0.95 && `up to ${formatCount(top)} at once`}</span>`;

  function callActivity(made: GroupLane["calls"], until: number): ReturnType<typeof activityOf> {
    const views = made.map((call) => ({ slices: [], view: { createdAt: call.from, endedAt: call.to ?? until } }));
    return activityOf(views, frame, until, parts);
  }
}

/** The bar for those who do not see it. */
function wordsOf({ record }: TaskLane, { figures }: LineContext): string {
  const { life, computed, waited } = figures.of(record);
  const waits = [...waited].map(([kind, ms]) => `${WAIT_LABELS[kind]} ${formatMilliseconds(ms)}`);
  return [`lived ${formatMilliseconds(life)} ms`, `computed ${formatMilliseconds(computed)}`, ...waits].join(", ");
}

function callWords({ call }: CallLane, { end }: LineContext): string {
  return `took ${formatMilliseconds((call.to ?? end) - call.from)} ms`;
}
