import { gzipSync } from "node:zlib";
import { summariseTrace } from "./analysis/summary.ts";
import { TraceModel } from "./analysis/trace-model.ts";
import { encodeTrace } from "./columns/encode-trace.ts";
import { phasePatterns, taskPatterns } from "./drawing/fill-patterns.ts";
import { html } from "./drawing/html.ts";
import { pageDocument } from "./markup/page-document.ts";
import { pageAssets } from "./page-assets.ts";
import { visibleText } from "./shape/visible-text.ts";
import { taskSection, traceHelp } from "./summary/task-section.ts";
import { traceHeadline } from "./summary/trace-headline.ts";
import { traceOverview } from "./summary/trace-overview.ts";
import type { TraceData } from "./trace-data.ts";

/**
 * Renders a recording as one HTML page: what stands out, where the time went, the critical path, and the picture of all
 * tasks over time with its table. The page loads nothing and opens from `file://`; what it says is there without
 * JavaScript, the picture is drawn by it.
 *
 * @returns the whole document; write it to a file that ends in `.html`
 *
 * @example
 * ```ts
 * import { writeFileSync } from "node:fs";
 * import { run, sleep } from "baedal";
 * import { record } from "baedal/trace";
 * import { renderTraceReport } from "@baedal/inspect";
 *
 * using recorder = record();
 * const startedAt = new Date().toISOString();
 * await run(async () => await sleep(5), { name: "main" });
 * const program = { command: "deliver.ts", node: process.versions.node, startedAt, pid: process.pid };
 * writeFileSync("trace.html", renderTraceReport({ ...recorder.trace(), program }));
 * ```
 */
export function renderTraceReport(data: TraceData): string {
  const model = new TraceModel().addAll(data.events);
  const summary = summariseTrace(model, data.dropped);
  const { style, script } = pageAssets("trace");
  const empty = data.events.length === 0;
  return pageDocument({
    title: `${visibleText(data.program.command, 200)} · Baedal trace`,
    style,
    script: empty ? "" : script,
    ...(!empty && { data: pack(data) }),
    body: html`<a class="skip" href="#requests">Skip to the picture</a>
      ${phasePatterns()} ${taskPatterns()} ${traceHeadline(data.program, summary, data.events.length)}
      <main class="${model.measured ? "trace measured" : "trace"}">
        ${empty ? nothing() : html`${traceOverview(summary, model)}${taskSection()}`}
      </main>
      <footer>
        ${!empty && traceHelp()}
        <p>Made by Baedal. Times are those of the clock of the run, in milliseconds since the first event.</p>
      </footer>`,
  });
}

function nothing(): ReturnType<typeof html> {
  return html`<section aria-labelledby="nothing">
    <h2 id="nothing">Nothing was recorded</h2>
    <p>
      The program ended without an event. Tasks are recorded from the first <code>run()</code> or
      <code>createTask()</code>
      on: either it never came so far, or it does not use Baedal, or a copy of it that does not join this one.
    </p>
  </section>`;
}

function pack(data: TraceData): string {
  const [header, ...columns] = encodeTrace(data);
  return gzipSync(Buffer.concat([Buffer.from(header), ...columns]), { level: 7 }).toString("base64");
}
