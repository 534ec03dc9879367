import { bar } from "../progress/bar.ts";
import { shellQuoted } from "../terminal/shell-quoted.ts";
import type { Paint } from "../terminal/paint.ts";
import { wrap } from "../terminal/wrap.ts";
import { demoRequests, demoSites } from "./sites.ts";

/** How the demo is told: how wide, and in which colours. */
export interface Telling {
  readonly columns: number;
  readonly paint: Paint;
  /** What the latencies are multiplied by; 1 unless a test is in a hurry. */
  readonly scale: number;
}

/** What came out of the demo; times in milliseconds. */
export interface DemoResult {
  readonly sequential: number;
  readonly concurrent: number;
  readonly directory: string;
  readonly report: string;
}

/** What is going to happen. */
export function introduction({ columns, paint, scale }: Telling): string[] {
  const requests = demoRequests();
  const latencies = requests.map(({ latency }) => latency * scale);
  const range = `${seconds(Math.min(...latencies))} to ${seconds(Math.max(...latencies))}`;
  const names = demoSites.map(({ name }) => name);
  return [
    ...wrap(`Baedal demo: the same ${requests.length} web pages, collected in two ways`, columns - 1).map((line) =>
      paint("bold", line),
    ),
    "",
    ...paragraph(
      `Three small sites run on this machine, stand-ins for ${names.slice(0, -1).join(", ")} and ${names.at(-1)}. ` +
        `Each page takes its time to answer, ${range}, as if it came from far away, and always the same time.`,
      columns,
    ),
    "",
  ];
}

/** Heading of the first half. */
export function sequentialTitle(): string {
  return "1. One after another: ask, wait for the answer, then ask the next";
}

/** Heading of the second half. */
export function concurrentTitle(): string {
  return "2. Concurrently: ask all, and take the answers as they come";
}

/** The slowest request by itself: no way of collecting can be faster than that. In milliseconds. */
export function idealTime(scale: number): number {
  return Math.max(...demoRequests().map(({ latency }) => latency)) * scale;
}

/** Both times side by side, what they mean, and where everything lies. */
export function outcome(result: DemoResult, telling: Telling): string[] {
  const ideal = idealTime(telling.scale);
  return [
    ...bars(
      [
        ["one after another", result.sequential],
        ["concurrently", result.concurrent],
        ["ideal", ideal],
      ],
      telling,
    ),
    "",
    ...verdict(result, ideal, telling),
    "",
    ...places(result, telling.paint),
  ];
}

function bars(rows: readonly (readonly [label: string, ms: number])[], { columns, paint }: Telling): string[] {
  const longest = Math.max(...rows.map(([, ms]) => ms));
  const label = Math.max(...rows.map(([text]) => text.length));
  const figure = Math.max(...rows.map(([, ms]) => seconds(ms).length));
  const width = Math.min(columns, 80) - label - figure - 7;
  return rows.map(([text, ms], index) => {
    const picture = width < 8 ? "" : `${bar(ms / longest, width, paint, index === 0 ? "yellow" : "green")}  `;
    return `  ${text.padEnd(label)}  ${picture}${seconds(ms).padStart(figure)}`;
  });
}

function verdict(result: DemoResult, ideal: number, { columns, paint }: Telling): string[] {
  const ratio = (result.sequential / result.concurrent).toFixed(1);
  const above = Math.max(0, (result.concurrent / ideal - 1) * 100);
  const slowest = demoRequests().reduce((a, b) => (b.latency > a.latency ? b : a));
  const redirect = slowest.redirected ? ", its redirect included" : "";
  const share = above < 0.95 ? above.toFixed(1) : Math.round(above);
  return [
    paint("bold", `  ${ratio} times as fast`),
    ...paragraph(
      `${share} % above the ideal: the slowest request alone (${slowest.site}${slowest.path}${redirect}), before which ` +
        "nobody can be done. Nothing was computed faster; there was only less waiting. " +
        "Times run from the first request to the last answer.",
      columns,
    ),
  ];
}

function places({ directory, report }: DemoResult, paint: Paint): string[] {
  const quoted = shellQuoted(directory);
  // As it was typed: who has only cloned the repository has no `baedal` on the path.
  const command = process.env["npm_lifecycle_event"] === "start" ? "npm start --" : "baedal";
  return [
    `  ${paint("bold", "The picture")}     ${report}`,
    "                  open it in a browser: who waited for what, page by page",
    `  ${paint("bold", "The pages")}       ${directory}`,
    `                  ${command} export ${quoted} --format jsonl`,
    `  ${paint("bold", "Your own list")}   ${command} collect -i urls.txt -o out`,
  ];
}

function paragraph(text: string, columns: number): string[] {
  return wrap(text, Math.min(columns, 80) - 3).map((line) => `  ${line}`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
