import type { TraceSummary } from "../analysis/summary.ts";
import { WAIT_LABELS } from "../analysis/wait-kind.ts";
import type { FillId } from "../drawing/fill-shape.ts";
import { html, type Markup } from "../drawing/html.ts";
import { stack } from "../drawing/stack.ts";
import { swatch } from "../drawing/swatch.ts";
import { formatDuration } from "../shape/format-duration.ts";
import { formatCount, formatShare } from "../shape/format-number.ts";

const MEANINGS: readonly (readonly [fill: FillId, label: string, meaning: string])[] = [
  ["computed", "Computing", "Running JavaScript; only one task can at a time"],
  ["http", WAIT_LABELS.http, "Waiting for a request of a session; its phases are drawn inside"],
  ["timer", WAIT_LABELS.timer, "Asleep"],
  ["outside", WAIT_LABELS.outside, "Waiting for something else outside: a thread, a file, a promise that was wrapped"],
  ["turn", WAIT_LABELS.turn, "Waiting for a lock, a permit, an item, an event: for what another task does"],
  ["tasks", WAIT_LABELS.tasks, "Waiting for tasks to end"],
];

const SIGNS: readonly (readonly [fill: FillId, label: string, meaning: string])[] = [
  ["created", "Created", "Waiting for its first turn"],
  [
    "running",
    "Going on",
    "Neither waiting for anything of Baedal's nor seen computing: a promise of others, or its turn",
  ],
  ["stopping", "Stopping", "From the request to stop until it did"],
];

/** Where the time of all tasks together went; at the same time the key to the picture. */
export function timeSpent({ computedMs, measured, waited }: TraceSummary): Markup {
  const amounts = new Map<FillId, number>([["computed", computedMs], ...waited]);
  // Waiting for tasks is not work: what those did is counted already.
  const parts = MEANINGS.filter(([fill]) => fill !== "tasks").map(([fill]) => ({
    fill,
    amount: amounts.get(fill) ?? 0,
  }));
  const total = parts.reduce((sum, { amount }) => sum + amount, 0);
  return html`<section aria-labelledby="spent">
    <h2 id="spent">Where the time went</h2>
    ${stack(parts)}
    <table class="phases">
      <caption class="hidden">
        Time of all tasks together, by what they did
      </caption>
      <thead class="hidden">
        <tr>
          <th scope="col">What</th>
          <th scope="col">Sum</th>
          <th scope="col">Share</th>
        </tr>
      </thead>
      <tbody>
        ${MEANINGS.map(([fill, label]) => {
          const ms = amounts.get(fill) ?? 0;
          const bound = fill === "computed" && !measured ? "at most " : "";
          return html`<tr>
            <th scope="row">${swatch(fill)}${label}</th>
            <td class="n">${bound}${formatDuration(ms)}</td>
            <td class="n">${fill === "tasks" ? "–" : formatShare(total > 0 ? ms / total : 0)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
    <details class="meanings">
      <summary>What they mean</summary>
      <dl>
        ${[...MEANINGS, ...SIGNS].map(
          ([fill, label, meaning]) =>
            html`<dt>${swatch(fill)}${label}</dt>
              <dd>${meaning}</dd>`,
        )}
        <dt>${sign("blocked", 2, 18)}Behind all</dt>
        <dd>The event loop stood still</dd>
        <dt>${sign("underline", 12, 2)}Underlined</dt>
        <dd>On the critical path</dd>
      </dl>
    </details>
  </section>`;
}

function sign(fill: string, y: number, height: number): Markup {
  return html`<svg class="swatch" width="22" height="22" aria-hidden="true">
    <rect class="${fill}" width="22" y="${y}" height="${height}" />
  </svg>`;
}

/** The verdicts, and how many tasks got each. */
export function verdictCounts({ verdicts, measured }: TraceSummary): Markup {
  const words = [
    ["I/O-bound", "mostly waited for the world outside"],
    ["CPU-bound", measured ? "mostly computed" : "mostly ran, or awaited what Baedal did not make"],
    ["waits for tasks", "mostly waited for other tasks"],
    ["brief", "under 5 ms, too short to tell"],
  ] as const;
  return html`<section aria-labelledby="verdicts">
    <h2 id="verdicts">What bounded the tasks</h2>
    <table class="phases">
      <caption class="hidden">
        Tasks by what took most of their lives
      </caption>
      <thead class="hidden">
        <tr>
          <th scope="col">Verdict</th>
          <th scope="col">Tasks</th>
        </tr>
      </thead>
      <tbody>
        ${words.map(
          ([verdict, meaning]) =>
            html`<tr>
              <th scope="row">${verdict} <small>${meaning}</small></th>
              <td class="n">${formatCount(verdicts.get(verdict) ?? 0)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
