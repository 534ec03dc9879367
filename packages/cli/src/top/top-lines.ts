import type { ProcessView } from "../attach/view-of-process.ts";
import { fit, fitParts } from "../terminal/fit.ts";
import type { Paint } from "../terminal/paint.ts";
import { printable } from "../terminal/printable.ts";
import { topRows, type TopRow } from "./top-rows.ts";

/** What `baedal top` shows at one moment. */
export interface TopPicture {
  readonly pid: number;
  readonly view: ProcessView;
  /** Milliseconds for which the main thread has not answered; 0 while it does. */
  readonly silent: number;
  readonly isPaused: boolean;
  /** Rows that are scrolled away above. */
  readonly offset: number;
}

/** The terminal it is drawn for. */
export interface TopFrame {
  readonly columns: number;
  /** `Infinity` shows everything, and no keys. */
  readonly rows: number;
  readonly paint: Paint;
}

/** The widths of the columns. */
interface Columns {
  readonly name: number;
  readonly state: number;
  readonly since: number;
  readonly words: number;
}

/** Below that the state has no column of its own: the words say it. */
const roomy = 60;

/** The picture as lines, none wider than the terminal. */
export function topLines(picture: TopPicture, frame: TopFrame): string[] {
  const { paint, columns, rows } = frame;
  const all = picture.view.runs.flatMap(topRows);
  const widths = columnsOf(columns, all);
  const head = [...headLines(picture, frame), paint("bold", titles(widths))];
  const room = rows === Infinity ? all.length : Math.max(1, rows - head.length - 1);
  const first = Math.max(0, Math.min(picture.offset, all.length - room));
  const body = all.slice(first, first + room).map((row) => rowLine(row, widths, paint));
  const rest = all.length - first - body.length;
  if (rows === Infinity) return [...head, ...body];
  return [...head, ...body, paint("dim", fit(footer(rest, first), columns))];
}

/** How far one can scroll. */
export function lastOffset(picture: TopPicture, frame: TopFrame): number {
  const shown = topLines({ ...picture, offset: Infinity }, frame).length - headLines(picture, frame).length - 2;
  return Math.max(0, picture.view.runs.flatMap(topRows).length - shown);
}

function headLines({ pid, view, silent, isPaused }: TopPicture, { columns, paint }: TopFrame): string[] {
  const tasks = view.runs.flat();
  const count = (state: string): number => tasks.filter((task) => task.state === state).length;
  const stubborn = tasks.filter(({ cancels }) => cancels > 0).length;
  const [running, waiting, elsewhere] = [count("running"), count("waiting"), count("elsewhere")];
  const title = fitParts([`process ${pid}`, plural(tasks.length, "task"), plural(view.runs.length, "run")], columns);
  const states = [
    ...(running > 0 ? [`${running} computing`] : []),
    ...(stubborn > 0 ? [`${stubborn} asked to stop`] : []),
    `${waiting} waiting`,
    ...(elsewhere > 0 ? [`${elsewhere} elsewhere`] : []),
  ];
  const lines = [paint("bold", title), fitParts(states, columns)];
  for (const cycle of view.trees.flatMap(cyclesOf)) lines.push(paint("red", fit(cycle, columns)));
  if (silent > 0) lines.push(paint("red", fit(`no answer for ${span(silent)}: a native call blocks it`, columns)));
  if (isPaused) lines.push(paint("yellow", fit("paused: space goes on", columns)));
  return lines;
}

/** The runtime names them below its tree. */
function cyclesOf(tree: string): string[] {
  return printable(tree)
    .split("\n")
    .filter((line) => line.startsWith("Wait cycle: "));
}

function columnsOf(columns: number, rows: readonly TopRow[]): Columns {
  const since = 7;
  const state = columns < roomy ? 0 : 9;
  const gaps = 2 * (state === 0 ? 2 : 3);
  const room = Math.max(0, columns - since - state - gaps);
  const widest = Math.max(4, ...rows.map(({ indent, name, count }) => indent.length + label(name, count).length));
  const name = Math.min(widest, Math.max(Math.floor(room * 0.7), room - 60));
  return { name, state, since, words: room - name };
}

function titles({ name, state, since, words }: Columns): string {
  return joined(["TASK".padEnd(name), "STATE".padEnd(state), "FOR".padStart(since), fit("WAITS FOR", words)], state);
}

function rowLine(row: TopRow, { name, state, since, words }: Columns, paint: Paint): string {
  const who = nameCell(row, name);
  const cells = [
    row.state === "running" ? paint("bold", who) : who,
    painted(row, stateWord(row).padEnd(state), paint),
    span(row.cancelled ?? row.since).padStart(since),
    state === 0 ? painted(row, fit(inOne(row), words), paint) : fit(printable(row.words), words),
  ];
  return joined(cells, state);
}

/** How many it stands for stays readable. */
function nameCell({ indent, name, count }: TopRow, width: number): string {
  const times = count === 1 ? "" : ` ×${count}`;
  return `${fit(indent + printable(name), width - times.length)}${times}`.padEnd(width);
}

/** State and words without a column each: that it waits goes without saying. */
function inOne(row: TopRow): string {
  const words = printable(row.words);
  if (row.state === "running" || row.cancelled !== undefined) return [stateWord(row), words].filter(Boolean).join(": ");
  return words;
}

function joined([name = "", state = "", since = "", words = ""]: readonly string[], width: number): string {
  const cells = width === 0 ? [name, since, words] : [name, state, since, words];
  return cells.join("  ").trimEnd();
}

function label(name: string, count: number): string {
  return count === 1 ? printable(name) : `${printable(name)} ×${count}`;
}

function stateWord({ state, cancelled }: TopRow): string {
  if (state === "running") return "computes";
  if (cancelled !== undefined) return "cancelled";
  return state === "waiting" ? "waits" : "elsewhere";
}

function painted({ state, cancelled }: TopRow, text: string, paint: Paint): string {
  if (state === "running") return paint("red", text);
  return cancelled === undefined ? text : paint("yellow", text);
}

function footer(below: number, above: number): string {
  const more = [...(above > 0 ? [`${above} above`] : []), ...(below > 0 ? [`${below} below`] : [])].join(", ");
  return `${more === "" ? "" : `${more} · `}q quits · ↑↓ scroll · space pauses`;
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** A time in at most seven characters. */
function span(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 100
    ? `${minutes} min`
    : minutes < 6000
      ? `${Math.floor(minutes / 60)} h`
      : `${Math.floor(minutes / 1440)} d`;
}
