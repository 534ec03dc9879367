import { formatCount, formatPlural } from "../units/format-amount.ts";
import { fit, fitMiddle } from "../terminal/fit.ts";
import type { Paint } from "../terminal/paint.ts";
import { bar } from "./bar.ts";
import type { HostProgress } from "./progress.ts";

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
 * One line for each host in the order given. When they do not all fit, the unfinished and large ones are shown and the
 * rest is folded into a last line.
 */
export function hostLines(hosts: readonly HostProgress[], canvas: HostCanvas): string[] {
  if (hosts.length <= canvas.rows) return linesOf(hosts, canvas);
  const ordered = hosts.toSorted((a, b) => Number(isDone(a)) - Number(isDone(b)) || b.total - a.total);
  const shown = ordered.slice(0, canvas.rows - 1);
  const folded = ordered.slice(canvas.rows - 1);
  return [...linesOf(shown, canvas), canvas.paint("dim", fit(foldedLine(folded), canvas.width))];
}

function isDone(host: HostProgress): boolean {
  return host.done >= host.total;
}

function linesOf(hosts: readonly HostProgress[], canvas: HostCanvas): string[] {
  const counts = Math.max(0, ...hosts.map((host) => countsOf(host).length));
  const longest = Math.max(0, ...hosts.map(({ host }) => host.length));
  const name = Math.min(longest, Math.max(8, canvas.width - counts - 2));
  const columns: Columns = { name, counts, bar: name + counts + barWidth + 4 <= canvas.width };
  return hosts.map((host) => hostLine(host, columns, canvas));
}

function hostLine(host: HostProgress, columns: Columns, { width, paint }: HostCanvas): string {
  const name = fitMiddle(host.host, columns.name).padEnd(columns.name);
  const share = host.total === 0 ? 0 : host.done / host.total;
  const picture = columns.bar ? `${bar(share, barWidth, paint)}  ` : "";
  const used = columns.name + columns.counts + 2 + (columns.bar ? barWidth + 2 : 0);
  return `${name}  ${picture}${countsOf(host).padStart(columns.counts)}${tail(host, width - used, paint)}`;
}

function countsOf(host: HostProgress): string {
  return `${formatCount(host.done)} of ${formatCount(host.total)}`;
}

/** What still fits after the counts. */
function tail(host: HostProgress, room: number, paint: Paint): string {
  const flight = isDone(host) ? "  done" : `  ${formatCount(host.inFlight)} in flight`;
  const failed = host.failed > 0 ? `  ${formatCount(host.failed)} failed` : "";
  if (flight.length > room) return "";
  if (failed === "" || flight.length + failed.length > room) return paint("dim", flight);
  return paint("dim", flight) + paint("red", failed);
}

function foldedLine(hosts: readonly HostProgress[]): string {
  const done = hosts.reduce((sum, host) => sum + host.done, 0);
  const total = hosts.reduce((sum, host) => sum + host.total, 0);
  return `… and ${formatPlural(hosts.length, "more host", "more hosts")}: ${formatCount(done)} of ${formatCount(total)}`;
}
