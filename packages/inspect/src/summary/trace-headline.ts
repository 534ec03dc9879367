import type { TraceSummary } from "../analysis/summary.ts";
import { html, type Markup } from "../drawing/html.ts";
import { formatDuration } from "../shape/format-duration.ts";
import { formatCount, formatFigure, formatShare } from "../shape/format-number.ts";
import { visibleText } from "../shape/visible-text.ts";
import type { TraceProgram } from "../trace-data.ts";

/** The program, what it did in one sentence, and how it was recorded. */
export function traceHeadline(program: TraceProgram, summary: TraceSummary, events: number): Markup {
  return html`<header class="top" id="headline">
    <h1>${visibleText(program.command, 200)}${badges(program, summary)}</h1>
    <p class="verdict">${sentence(summary)}</p>
    <ul class="facts">
      <li>${readableTime(program.startedAt)}</li>
      <li>Node <b>${visibleText(program.node, 40)}</b></li>
      <li>process <b>${program.pid}</b></li>
      ${ending(program) && html`<li>${ending(program)}</li>`}
      <li>events <b>${formatCount(events)}</b></li>
    </ul>
    ${notes(program, summary)}
  </header>`;
}

function badges({ cut }: TraceProgram, { dropped }: TraceSummary): Markup {
  return html`${cut === true && html` <span class="badge">cut short</span>`}${
    dropped > 0 && html` <span class="badge">${formatCount(dropped)} events lost</span>`
  }`;
}

/** What is missing is said before anything is read out of what is there. */
function notes({ cut }: TraceProgram, { dropped }: TraceSummary): Markup {
  return html`${
    cut === true &&
    html`<p class="warning">
      The recording stops before the program did: it was killed, or the file was cut. What was going on then is drawn up
      to the last event.
    </p>`
  }${
    dropped > 0 &&
    html`<p class="warning">
      ${formatCount(dropped)} ${dropped === 1 ? "event was" : "events were"} lost while recording. What is drawn did
      happen, but there are gaps, and figures are lower than they should be.
    </p>`
  }`;
}

function sentence(summary: TraceSummary): string {
  const { tasks, wallMs, computedMs, measured, outcomes, alive, speedUp } = summary;
  if (tasks === 0) return "No task was recorded.";
  const made = `${formatCount(tasks)} ${tasks === 1 ? "task" : "tasks"} in ${formatDuration(wallMs)}`;
  const share = wallMs > 0 ? Math.min(1, computedMs / wallMs) : 0;
  const computing = `${measured ? "" : "at most "}${formatShare(share)} of it computing`;
  const faster = speedUp >= 1.05 ? `, an estimated ${formatFigure(speedUp)} times as fast as one by one` : "";
  const ends = [
    [outcomes.failed, "failed"],
    [outcomes.cancelled, outcomes.cancelled === 1 ? "was cancelled" : "were cancelled"],
    [alive, alive === 1 ? "is still alive" : "are still alive"],
  ] as const;
  const told = ends.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} ${what}`);
  return `${made}, ${computing}${faster}. ${told.length === 0 ? "None failed." : `${told.join(", ")}.`}`;
}

function ending({ exitCode, signal }: TraceProgram): string {
  if (signal !== undefined) return `ended by ${visibleText(signal, 20)}`;
  return exitCode === undefined ? "" : `exit code ${exitCode}`;
}

function readableTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return visibleText(iso, 40);
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
