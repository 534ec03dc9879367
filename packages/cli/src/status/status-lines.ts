import type { CollectionStatus, StoredRun } from "@baedal/collect";
import { failureName } from "../progress/failure-name.ts";
import { fit, fitMiddle } from "../terminal/fit.ts";
import type { Paint } from "../terminal/paint.ts";
import { formatCount, formatPlural } from "../units/format-amount.ts";
import { formatRoughDuration } from "../units/format-duration.ts";

/** Hosts listed one by one. */
const mostHosts = 20;

/** Where the lines are shown. */
export interface StatusCanvas {
  readonly columns: number;
  readonly paint: Paint;
}

/** How a collection stands, for a person. */
export function statusLines(directory: string, status: CollectionStatus, canvas: StatusCanvas): string[] {
  return [
    canvas.paint("bold", fit(headline(directory, status), canvas.columns)),
    ownerLine(status),
    ...errorLines(status, canvas.paint),
    "",
    ...hostTable(status, canvas),
  ];
}

function headline(directory: string, { queued, done, failed }: CollectionStatus): string {
  return `${directory}: ${formatCount(done)} done, ${formatCount(failed)} failed, ${formatCount(queued)} queued`;
}

function ownerLine({ owner, queued, runs }: CollectionStatus): string {
  if (owner !== undefined) {
    const since = formatRoughDuration(Date.now() - owner.startedAt);
    return `Process ${owner.pid} on ${owner.machine} has been collecting for ${since}`;
  }
  const times = `${formatPlural(runs.length, "run")} so far`;
  if (queued === 0) return `Nobody is collecting; ${times}; nothing is left to do`;
  const ending = isCut(runs.at(-1)) ? ", the last one was cut short" : "";
  return `Nobody is collecting; ${times}${ending}; the command that began it goes on with the rest`;
}

/** Killed, or its machine lost power: nobody owns the store, and yet the run has not been ended. */
function isCut(run: StoredRun | undefined): boolean {
  return run !== undefined && (run.ending === null || run.ending === "killed");
}

function errorLines({ errors }: CollectionStatus, paint: Paint): string[] {
  const failures = kindsOf(errors.map(({ code, failed }) => ({ code, count: failed })));
  const forgiven = kindsOf(errors.map(({ code, count, failed }) => ({ code, count: count - failed })));
  return [
    ...(failures === "" ? [] : [paint("red", `Failures: ${failures}; --failed lists them`)]),
    ...(forgiven === "" ? [] : [`Links that lead nowhere: ${forgiven}`]),
  ];
}

function kindsOf(errors: readonly { readonly code: string; readonly count: number }[]): string {
  const found = errors.filter(({ count }) => count > 0);
  return found.map(({ code, count }) => `${formatCount(count)} × ${failureName(code)}`).join(", ");
}

function hostTable({ hosts, hostCount }: CollectionStatus, { columns, paint }: StatusCanvas): string[] {
  const shown = hosts.slice(0, mostHosts);
  const rows = shown.map(({ host, done, failed, queued }) => [
    host,
    formatCount(done),
    formatCount(failed),
    formatCount(queued),
  ]);
  const [head = "", ...body] = aligned([["host", "done", "failed", "queued"], ...rows], columns);
  const lines = [paint("dim", head), ...body];
  if (hostCount > shown.length)
    lines.push(paint("dim", `… and ${formatPlural(hostCount - shown.length, "more host", "more hosts")}`));
  return lines;
}

/** The first column to the left, the others, which are figures, to the right. */
function aligned(rows: readonly (readonly string[])[], columns: number): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const figures = widths.slice(1).reduce((sum, width) => sum + width + 2, 0);
  const name = Math.min(widths[0] ?? 0, Math.max(8, columns - figures - 1));
  return rows.map(([first = "", ...others]) => {
    const cells = others.map((cell, index) => `  ${cell.padStart(widths[index + 1] ?? 0)}`);
    return fitMiddle(first, name).padEnd(name) + cells.join("");
  });
}
