import type { HttpCall } from "../analysis/http-call.ts";
import { sliceEnd, type Slice } from "../analysis/slice.ts";
import type { TaskRecord } from "../analysis/task-record.ts";
import type { TraceModel } from "../analysis/trace-model.ts";
import { verdict } from "../analysis/verdict.ts";
import { WAIT_LABELS } from "../analysis/wait-kind.ts";
import { html, type Markup } from "../drawing/html.ts";
import { swatch } from "../drawing/swatch.ts";
import { formatDuration } from "../shape/format-duration.ts";
import { formatCount, formatMilliseconds } from "../shape/format-number.ts";
import { PHASES } from "../shape/phases.ts";
import { readableUrl } from "../shape/readable-url.ts";
import { visibleText } from "../shape/visible-text.ts";
import type { FigureBook } from "./lane-figures.ts";
import { laneName } from "./lane-line.ts";
import type { GroupLane, Lane } from "./lane.ts";
import { fillOf } from "./task-bar.ts";

/** What is listed of a task with very many waits: the longest. */
const MOST_WAITS = 40;
const PHASE_LABELS = new Map(PHASES.map(({ id, label }) => [id, label]));

/** All there is to know about the chosen line. */
export function laneDetail(lane: Lane, model: TraceModel, figures: FigureBook, controls: Markup | null): Markup {
  const content =
    lane.kind === "task"
      ? taskDetail(lane.record, model, figures)
      : lane.kind === "call"
        ? callDetail(lane.call, model)
        : groupDetail(lane, figures);
  return html`<button type="button" class="close" aria-label="Close">×</button>
    <h3><bdi>${visibleText(laneName(lane), 600)}</bdi></h3>
    ${content}${controls}`;
}

function taskDetail(record: TaskRecord, model: TraceModel, figures: FigureBook): Markup {
  const { view, cancellations } = record;
  const sums = figures.of(record);
  const outcome = view.state === "done" ? (view.outcome ?? "ended") : view.state;
  return html`${view.error !== undefined && html`<p class="bad">${visibleText(view.error, 1000)}</p>`}${cancellations
      .slice(0, 3)
      .map((cancel) => html`<p>${cancelWords(cancel, model)}</p>`)}
    <ul>
      ${fact("task", `${view.id}, ${outcome}`)}${view.parent !== 0 && fact("made by", nameOf(view.parent, model))}
      ${fact("start", startWords(view.createdAt, model))}${fact("life", formatDuration(sums.life))}
      ${fact("verdict", verdict(sums))}
      ${fact(model.measured ? "computed" : "computed at most", formatDuration(sums.computed))}
      ${[...sums.waited].map(([kind, ms]) => html`<li>${swatch(kind)}${WAIT_LABELS[kind]} <b>${formatDuration(ms)}</b></li>`)}
      ${view.holds.length > 0 && fact("holds", visibleText(view.holds.join(", "), 300))}
    </ul>
    ${waitTable(record, model)}`;
}

/** A live page forgets what is long past. */
function startWords(at: number, { start }: TraceModel): string {
  return at < start ? "before what is shown" : formatDuration(at - start);
}

function cancelWords({ at, by, message }: TaskRecord["cancellations"][number], model: TraceModel): string {
  const who = by === 0 ? "code outside tasks" : nameOf(by, model);
  const said = message === "" ? "" : `: ${visibleText(message, 200)}`;
  return `Asked to stop at ${formatDuration(at - model.start)} by ${who}${said}`;
}

function waitTable({ slices }: TaskRecord, model: TraceModel): Markup | null {
  const waits = slices.filter(({ state }) => state === "waiting");
  if (waits.length === 0) return null;
  const length = (slice: Slice): number => sliceEnd(slice, model.end) - slice.from;
  const kept = new Set(waits.toSorted((a, b) => length(b) - length(a)).slice(0, MOST_WAITS));
  return html`<div class="scroll short" role="group" aria-label="Its waits" tabindex="0">
    <table class="grid waits">
      <caption class="hidden">
        What it waited for
      </caption>
      <thead>
        <tr>
          <th scope="col">It waited for</th>
          <th scope="col" class="n">From ms</th>
          <th scope="col" class="n">For ms</th>
          <th scope="col">Woken by</th>
        </tr>
      </thead>
      <tbody>
        ${waits
          .filter((slice) => kept.has(slice))
          .map(
            (slice) =>
              html`<tr>
                <th scope="row">${swatch(fillOf(slice))}<bdi>${visibleText(slice.waits.join(" · "), 300)}</bdi></th>
                <td class="n">${formatMilliseconds(slice.from - model.start)}</td>
                <td class="n">${formatMilliseconds(length(slice))}</td>
                <td>${wokenBy(slice, model)}</td>
              </tr>`,
          )}
      </tbody>
    </table>
    ${
      waits.length > kept.size &&
      html`<p class="folded">The ${formatCount(kept.size)} longest of ${formatCount(waits.length)} waits.</p>`
    }
  </div>`;
}

function wokenBy({ wokenBy: by }: Slice, model: TraceModel): string {
  if (by === undefined) return "waits still";
  return by === 0 ? "the event loop" : nameOf(by, model);
}

/** How a task is called, for a sentence. */
export function nameOf(task: number, model: TraceModel): string {
  const name = model.tasks.get(task)?.view.name;
  return name === undefined ? `task ${task}` : `'${visibleText(name, 80)}'`;
}

function callDetail(call: HttpCall, model: TraceModel): Markup {
  return html`<p><bdi>${visibleText(readableUrl(call.url), 2000)}</bdi></p>
    <ul>
      ${fact("task", nameOf(call.task, model))}${fact("start", formatDuration(call.from - model.start))}
      ${fact("time", formatDuration((call.to ?? model.end) - call.from))}${fact("sent", `${call.sendings} times`)}
      ${call.status !== undefined && fact("status", String(call.status))}
      ${call.error !== undefined && fact("error", visibleText(call.error, 100))}
      ${call.phases.map(
        ({ phase, from, to }) =>
          html`<li>${swatch(phase)}${PHASE_LABELS.get(phase)} <b>${formatMilliseconds(to - from)} ms</b></li>`,
      )}
    </ul>`;
}

function groupDetail({ records, calls }: GroupLane, figures: FigureBook): Markup {
  if (records.length === 0) return html`<p>${formatCount(calls.length)} requests; unfold them for each.</p>`;
  const sums = figures.sum(records);
  const failed = records.filter(({ view }) => view.outcome === "failed").length;
  return html`<ul>
    ${fact("tasks", formatCount(records.length))}${fact("failed", formatCount(failed))}
    ${fact("life, all together", formatDuration(sums.life))}${fact("computed", formatDuration(sums.computed))}
    ${[...sums.waited].map(([kind, ms]) => html`<li>${swatch(kind)}${WAIT_LABELS[kind]} <b>${formatDuration(ms)}</b></li>`)}
  </ul>`;
}

function fact(label: string, value: string): Markup {
  return html`<li>${label} <b>${value}</b></li>`;
}
