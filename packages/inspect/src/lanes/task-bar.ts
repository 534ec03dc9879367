import type { PathStep } from "../analysis/critical-path.ts";
import type { HttpCall } from "../analysis/http-call.ts";
import { sliceAt, sliceEnd, type Slice } from "../analysis/slice.ts";
import { lifeEnd, type TaskRecord } from "../analysis/task-record.ts";
import type { Bar, BarMark, BarPiece } from "../drawing/bar.ts";
import type { FillId } from "../drawing/fill-shape.ts";
import { fitted, PiecePainter } from "./piece-painter.ts";
import { clip, shareOf, type TimeFrame } from "./time-frame.ts";

/** What a bar needs to know beside its task. */
export interface BarContext {
  readonly frame: TimeFrame;
  /** End of the recording: what lasts is drawn up to it. */
  readonly end: number;
  /** Stretches of the critical path, by task. */
  readonly path: ReadonlyMap<number, readonly PathStep[]>;
}

/** Pixels that a note beside a bar gets. */
const NOTE_WIDTH = 260;
const LEAST_NOTE = 78;

/** The life of a task as a bar: what it did, what it computed, its request's phases, and how it ended. */
export function taskBar(record: TaskRecord, { frame, end, path }: BarContext): Bar {
  const painter = new PiecePainter(frame);
  const { slices, steps } = record;
  const inside = record.calls.length > 0 && !callsOverlap(record.calls);
  for (let place = sliceAt(slices, frame.from); place < slices.length; place++) {
    const slice = slices[place];
    if (slice === undefined || slice.from > frame.to) break;
    // The phases of a request are drawn over the wait for it.
    const fill = inside && slice.kind === "http" ? "tasks" : fillOf(slice);
    painter.paint(fill, slice.from, sliceEnd(slice, end), ...labelsOf(slice));
  }
  painter.flush();
  const over = new PiecePainter(frame);
  for (const step of steps) over.paint("computed", step.at, step.at + step.duration);
  over.flush();
  const pieces = [...painter.pieces, ...over.pieces, ...stoppingPiece(record, frame, end)];
  if (inside) for (const call of record.calls) pieces.push(...callPieces(call, frame, end));
  const underlines = (path.get(record.view.id) ?? []).flatMap(({ from, to }) => clip(frame, from, to) ?? []);
  const note = noteOf(record, frame);
  clearBelow(note, pieces, frame);
  return { pieces, underlines, marks: marksOf(record, frame), ...(note !== undefined && { note }) };
}

/** A request as a bar: its phases, and how it ended. */
export function callBar(call: HttpCall, { frame, end }: BarContext): Bar {
  const outline = clip(frame, call.from, call.to ?? end);
  const failed = call.error ?? (call.status !== undefined && call.status >= 400 ? String(call.status) : undefined);
  const note = failed === undefined ? undefined : noteAt(frame, call.to ?? end, `× ${failed}`, true);
  return {
    pieces: callPieces(call, frame, end),
    ...(outline !== undefined && { outline }),
    ...(note !== undefined && { note }),
  };
}

/** Whether some of the calls were under way at once; then each gets a line of its own. */
export function callsOverlap(calls: readonly HttpCall[]): boolean {
  return calls.some((call, index) => index > 0 && call.from < (calls[index - 1]?.to ?? Infinity));
}

/** The fill that shows what a task did. */
export function fillOf({ state, kind }: Slice): FillId {
  if (state === "waiting") return kind ?? "outside";
  return state;
}

/** A request is also told by its path alone, which is what differs. */
function labelsOf({ waits, kind }: Slice): string[] {
  const words = waits.join(" · ");
  return kind === "http" ? [words, words.replaceAll(/ https?:\/\/[^/ ]+(?=\/)/gu, " ")] : [words];
}

function callPieces(call: HttpCall, frame: TimeFrame, end: number): Bar["pieces"] {
  const to = call.to ?? end;
  if (clip(frame, call.from, to) === undefined) return [];
  const painter = new PiecePainter(frame);
  for (const { phase, from, to: until } of call.phases) painter.paint(phase, from, until);
  if (call.to === undefined && end > call.mark) painter.paint("http", call.mark, end);
  painter.flush();
  return painter.pieces;
}

/** From the moment that it was asked to stop until it did. */
function stoppingPiece({ cancellations, view }: TaskRecord, frame: TimeFrame, end: number): Bar["pieces"] {
  const [first] = cancellations;
  if (first === undefined) return [];
  const place = clip(frame, first.at, view.endedAt ?? end);
  return place === undefined ? [] : [{ fill: "stopping", ...place }];
}

function marksOf({ cancellations }: TaskRecord, frame: TimeFrame): BarMark[] {
  return cancellations
    .map(({ at }) => ({ kind: "cancel" as const, x: shareOf(frame, at) }))
    .filter(({ x }) => x >= 0 && x <= 1);
}

function noteOf(record: TaskRecord, frame: TimeFrame): Bar["note"] {
  const { outcome, error } = record.view;
  const at = lifeEnd(record, frame.to);
  if (outcome === "failed") return noteAt(frame, at, `× ${error ?? "failed"}`, true);
  return outcome === "cancelled" ? noteAt(frame, at, "× cancelled", false) : undefined;
}

/** A note that had to go inside the bar takes the place of the labels there. */
function clearBelow(note: Bar["note"], pieces: BarPiece[], frame: TimeFrame): void {
  if (note?.anchor !== "end") return;
  const left = note.x - NOTE_WIDTH / Math.max(1, frame.width);
  pieces.forEach(({ label, ...piece }, index) => {
    if (label !== undefined && piece.x + piece.width > left) pieces[index] = piece;
  });
}

/** Behind the bar while there is room, else inside at its end. */
function noteAt(frame: TimeFrame, at: number, text: string, bad: boolean): Bar["note"] {
  const x = shareOf(frame, at);
  if (x < 0 || x > 1) return undefined;
  const behind = (1 - x) * frame.width;
  if (behind >= LEAST_NOTE) return { text: fitted(text, Math.min(NOTE_WIDTH, behind)), bad, x, anchor: "start" };
  return { text: fitted(text, Math.min(NOTE_WIDTH, x * frame.width)), bad, x, anchor: "end" };
}
