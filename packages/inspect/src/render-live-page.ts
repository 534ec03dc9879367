import { summariseTrace } from "./analysis/summary.ts";
import { TraceModel } from "./analysis/trace-model.ts";
import { phasePatterns, taskPatterns } from "./drawing/fill-patterns.ts";
import { html } from "./drawing/html.ts";
import { pageDocument } from "./markup/page-document.ts";
import { pageAssets } from "./page-assets.ts";
import { visibleText } from "./shape/visible-text.ts";
import { liveBar } from "./summary/live-bar.ts";
import { taskSection, traceHelp } from "./summary/task-section.ts";
import { traceHeadline } from "./summary/trace-headline.ts";
import type { TraceProgram } from "./trace-data.ts";

/**
 * Renders the page of a program that runs: the report of a recording, moving. It draws what comes over the stream that
 * `live/protocol.ts` describes, from the server that it came from, and says so when that has ended.
 *
 * @returns the whole document, to be served at `/`
 */
export function renderLivePage(program: TraceProgram): string {
  const summary = summariseTrace(new TraceModel());
  const { style, script } = pageAssets("live");
  return pageDocument({
    title: `${visibleText(program.command, 200)} · Baedal live`,
    style,
    script,
    connects: true,
    body: html`<a class="skip" href="#requests">Skip to the picture</a>
      ${phasePatterns()} ${taskPatterns()} ${traceHeadline(program, summary, 0)}
      <main class="trace">
        ${liveBar()}
        <div id="overview"></div>
        ${taskSection()}
      </main>
      <footer>
        ${traceHelp()}
        <p>Made by Baedal. Times are those of the clock of the run, in milliseconds since the first event kept.</p>
      </footer>`,
  });
}
