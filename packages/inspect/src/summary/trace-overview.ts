import type { TraceSummary } from "../analysis/summary.ts";
import type { TraceModel } from "../analysis/trace-model.ts";
import { html, type Markup } from "../drawing/html.ts";
import { findingList } from "./finding-list.ts";
import { pathTable } from "./path-table.ts";
import { timeSpent, verdictCounts } from "./time-spent.ts";
import { traceFigures } from "./trace-figures.ts";

/** All that is said of a recording before it is drawn. */
export function traceOverview(summary: TraceSummary, model: TraceModel): Markup {
  return html`${traceFigures(summary)} ${findingList(summary.findings)}
    <div class="panels">${timeSpent(summary)} ${pathTable(summary.path, model)} ${verdictCounts(summary)}</div>`;
}
