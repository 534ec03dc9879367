import type { HostProgress } from "@baedal/collect";
import { fit, fitMiddle } from "../terminal/fit.ts";
import type { Paint } from "../terminal/paint.ts";
import { formatCount, formatPlural } from "../units/format-amount.ts";
import { formatRoughDuration } from "../units/format-duration.ts";
import { bar } from "./bar.ts";

const barWidth = 16;

/** Where the lines of the hosts are drawn. */
export interface HostCanvas {
  /** Lines at most. */
  readonly rows: number;
  /** Characters at most. */
  readonly width: number;
  readonly paint: Paint;
}

interface Columns {
  readonly name: number;
  readonly counts: number;
  readonly bar: boolean;
}

/**
 * One line for each host, in an order that does not change from frame to frame. When they do not all fit, the busy and
 * large ones are shown and the rest is folded into a last line.
 */
export function hostLines(hosts: readonly HostProgress[], canvas: HostCanvas): string[] {
  if (hosts.length <= canvas.rows) return linesOf(hosts, canvas);
  const ordered = hosts.toSorted(
    (a, b) => Number(isDone(a)) - Number(isDone(b)) || known(b) - known(a) || byName(a, b),
  );
  const folded = ordered.slice(canvas.rows - 1);
  return [
    ...linesOf(ordered.slice(0, canvas.rows - 1), canvas),
    canvas.paint("dim", fit(foldedLine(folded), canvas.width)),
  ];
}

function linesOf(hosts: readonly HostProgress[], canvas: HostCanvas): string[] {
  const counts = Math.max(0, ...hosts.map((host) => countsOf(host).length));
  const longest = Math.max(0, ...hosts.map(({ host }) => host.length));
  const name = Math.min(longest, Math.max(8, canvas.width - counts - 2));
  const columns: Columns = { name, counts, bar: name + counts + barWidth + 4 <= canvas.width };
  return hosts.toSorted(byName).map((host) => hostLine(host, columns, canvas));
}

function byName(a: HostProgress, b: HostProgress): number {
  return a.host < b.host ? -1 : 1;
}

/** Finished in this run, failed ones included. */
function over(host: HostProgress): number {
  return host.done + host.failed;
}

function known(host: HostProgress): number {
  return over(host) + host.queued + host.inFlight;
}

function isDone(host: HostProgress): boolean {
  return over(host) >= known(host);
}

function countsOf(host: HostProgress): string {
  return `${formatCount(over(host))} of ${formatCount(known(host))}`;
}

function hostLine(host: HostProgress, columns: Columns, { width, paint }: HostCanvas): string {
  const name = fitMiddle(host.host, columns.name).padEnd(columns.name);
  const share = known(host) === 0 ? 0 : over(host) / known(host);
  const picture = columns.bar ? `${bar(share, barWidth, paint)}  ` : "";
  const used = columns.name + columns.counts + 2 + (columns.bar ? barWidth + 2 : 0);
  return `${name}  ${picture}${countsOf(host).padStart(columns.counts)}${tail(host, width - used, paint)}`;
}

/** What still fits after the counts. */
function tail(host: HostProgress, room: number, paint: Paint): string {
  const state = `  ${stateOf(host)}`;
  const failed = host.failed > 0 ? `  ${formatCount(host.failed)} failed` : "";
  if (state.length > room) return "";
  if (failed === "" || state.length + failed.length > room) return paint("dim", state);
  return paint("dim", state) + paint("red", failed);
}

function stateOf(host: HostProgress): string {
  if (isDone(host)) return "done";
  if (host.resting > 0) return `resting for ${formatRoughDuration(host.resting)}`;
  return host.inFlight === 0 ? "waiting" : `${formatCount(host.inFlight)} in flight`;
}

function foldedLine(hosts: readonly HostProgress[]): string {
  const done = hosts.reduce((sum, host) => sum + over(host), 0);
  const total = hosts.reduce((sum, host) => sum + known(host), 0);
  return `… and ${formatPlural(hosts.length, "more host", "more hosts")}: ${formatCount(done)} of ${formatCount(total)}`;
}
